import type { ReactNode } from "react";

/** One column: the unit stands in the header, so that cells are bare figures. */
export interface Column<Row> {
  id: string;
  header: string;
  unit?: string;
  /** The unit on a line of its own, for narrow columns. */
  stacked?: boolean;
  /** Right-aligned figures. */
  numeric?: boolean;
  /** What the column sorts by; absent: it does not sort. Unknown (null) always comes last. */
  sortBy?: (row: Row) => string | number | null;
  cell: (row: Row) => ReactNode;
  className?: string;
}
