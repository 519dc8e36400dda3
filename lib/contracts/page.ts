/** A keyset page: `nextCursor` continues after the last row, null at the end. */
export interface Page<T> {
  rows: T[];
  nextCursor: string | null;
}
