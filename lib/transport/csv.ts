/** A number as text is an amount of our own making that a float would round, never what somebody wrote. */
export type CsvCell = string | number | bigint | boolean | null | { number: string };

/**
 * One line of CSV. Text that a spreadsheet would run as a formula gets an apostrophe in front; unknown is empty.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "object") return cell.number;
  if (typeof cell !== "string") return String(cell);
  const inert = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
