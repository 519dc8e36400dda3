/** What a value becomes as JSON: bigint and dates as text. */
export type JsonSafe<T> = unknown extends T
  ? T
  : T extends bigint | Date
    ? string
    : T extends object
      ? { [K in keyof T]: JsonSafe<T[K]> }
      : T;

/** Copies a value into plain JSON; `undefined` alone becomes null. */
export function jsonSafe<T>(value: T): JsonSafe<T> {
  return JSON.parse(jsonText(value));
}

/** JSON text with bigint as decimal text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, inner) => (typeof inner === "bigint" ? inner.toString() : inner));
}
