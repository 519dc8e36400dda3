import type { Matrix } from "./matrix-cells.ts";

/** Where a matrix lies on its canvas, in pixels. */
export interface MatrixLayout {
  cellPx: number;
  /** Where the cells begin: left of them stand senders, above them receivers. */
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
  /** Each agent has its name; otherwise roles alone have theirs. */
  hasNames: boolean;
}

const CELL = { least: 3, named: 11, most: 26 };
const NAMES = { px: 132, narrowPx: 92, rolesPx: 84, narrowBelow: 640 };

/** As large as the width allows: names where there is room for them. */
export function matrixLayout({ senders, receivers }: Matrix, widthPx: number): MatrixLayout {
  const namesPx = widthPx < NAMES.narrowBelow ? NAMES.narrowPx : NAMES.px;
  // Half a pixel more is much of a cell of four.
  const fitting = (leftPx: number) => Math.floor((2 * (widthPx - leftPx - 2)) / Math.max(1, receivers.length)) / 2;
  const hasNames = fitting(namesPx) >= CELL.named;
  const leftPx = hasNames ? namesPx : NAMES.rolesPx;
  const cellPx = Math.min(CELL.most, Math.max(CELL.least, fitting(leftPx)));
  return {
    ...{ cellPx, leftPx, topPx: leftPx, hasNames },
    widthPx: leftPx + cellPx * receivers.length + 2,
    heightPx: leftPx + cellPx * senders.length + 2,
  };
}

/** Row and column under a point; null: outside the cells. */
export function cellUnder(
  { senders, receivers }: Matrix,
  { cellPx, leftPx, topPx }: MatrixLayout,
  { x, y }: { x: number; y: number },
): { row: number; column: number } | null {
  const [column, row] = [Math.floor((x - leftPx) / cellPx), Math.floor((y - topPx) / cellPx)];
  return row >= 0 && column >= 0 && row < senders.length && column < receivers.length ? { row, column } : null;
}
