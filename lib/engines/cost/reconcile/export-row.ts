import { usdToNano } from "#lib/core/money.ts";
import { type Place, unreadable } from "#lib/engines/history/place.ts";

/** One row of an export. Columns are found by name, whatever its case. */
export interface ExportRow {
  place: Place;
  /** By the column's name in lower case. */
  cells: ReadonlyMap<string, string>;
  /** The columns as the file names them. */
  names: readonly string[];
  /** Of a file that is separated by semicolons, where a comma may be the decimal sign: numbers with one are refused. */
  semicolons: boolean;
}

/** The cell's text, trimmed; empty when there is no such column. */
export const textOf = ({ cells }: ExportRow, column: string): string =>
  (cells.get(column) ?? cells.get(column.toLowerCase()))?.trim() ?? "";

/** The first of the columns that has a text. */
export function firstText(row: ExportRow, columns: readonly string[]): string {
  for (const column of columns) {
    const text = textOf(row, column);
    if (text !== "") return text;
  }
  return "";
}

/** The error of a cell: "costs.csv line 17: column cost_usd: ...". */
export const wrongCell = ({ place }: ExportRow, column: string, sentence: string) =>
  unreadable(place, `column ${column}: ${sentence}`);

const DATE = /^(\d{4})([-/]?)(\d{2})\2(\d{2})$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const UNIX_SECONDS = /^1\d{9}(\.0+)?$/;

/**
 * The UTC day of a cell. Providers count in UTC days: a moment without a zone is taken for UTC, one with an offset is
 * brought to it. Read are 2026-11-25, 2026/11/25, 20261125, ISO moments and Unix seconds; 11/25/2026 is refused, since
 * nobody can tell it from the 11th of a month.
 * @throws SignalboxError invalid_input
 */
export function dayOf(row: ExportRow, column: string): string {
  const text = textOf(row, column);
  const day = parseDay(text);
  if (day === null) throw wrongCell(row, column, `"${text}" is no day such as 2026-11-25`);
  return day;
}

/** The day that a text names, or null. */
export function parseDay(text: string): string | null {
  const date = DATE.exec(text);
  if (date) return realDay(`${date[1]}-${date[3]}-${date[4]}`);
  if (UNIX_SECONDS.test(text)) return new Date(Number(text) * 1000).toISOString().slice(0, 10);
  const moment = MOMENT.exec(text);
  if (!moment || realDay(moment[1] ?? "") === null) return null;
  const zone = moment[4] ?? "Z";
  const iso = `${moment[1]}T${moment[2]}${moment[3] ?? ""}${/^(Z|UTC)$/i.test(zone) ? "Z" : zone}`;
  const ms = Date.parse(iso.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(ms) ? null : new Date(ms).toISOString().slice(0, 10);
}

/** The 30th of February is no day, though JavaScript takes it for one. */
function realDay(day: string): string | null {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) ? day : null;
}

/** A quadrillion tokens and a hundred million dollars in one cell are a column read as another. */
const MOST_TOKENS = 10n ** 15n;
const MOST_NANO_USD = 10n ** 17n;
const GROUPED = /^(\d{1,3})(,\d{3})+(\.\d+)?$/;
const PLAIN = /^\d+(\.\d+)?([eE][+-]?\d{1,2})?$/;

/** Digits and a point: groups of thousands are joined, what could be a decimal comma is refused. */
function plainNumber(row: ExportRow, column: string, text: string): string {
  if (!text.includes(",")) return text;
  if (row.semicolons) {
    throw wrongCell(row, column, `"${text}" may be read in two ways: export numbers with a point and no separators`);
  }
  return GROUPED.test(text) ? text.replaceAll(",", "") : text;
}

/**
 * A count of an integer number of things, null when the cell is empty. @param perUnit what one unit of the cell stands
 * for: 1000 where tokens are counted by the thousand; fractions are rounded to whole ones.
 * @throws SignalboxError invalid_input for text, negative counts and fractions of a single thing
 */
export function countOf(row: ExportRow, column: string, perUnit: 1 | 1000 | 1_000_000 = 1): bigint | null {
  const text = textOf(row, column);
  if (text === "") return null;
  const number = plainNumber(row, column, text);
  if (!PLAIN.test(number)) throw wrongCell(row, column, `"${text}" is no count`);
  // Nano-dollars are billionths: the same exact arithmetic reads thousands of tokens.
  const billionths = usdToNano(number) * BigInt(perUnit);
  const whole = (billionths + 500_000_000n) / 1_000_000_000n;
  if (whole > MOST_TOKENS) throw wrongCell(row, column, `"${text}" is more than anybody uses in a day`);
  if (perUnit === 1 && whole * 1_000_000_000n !== billionths) {
    throw wrongCell(row, column, `"${text}" is no whole count`);
  }
  return whole;
}

/**
 * An amount in nano-dollars, null when the cell is empty; credits are negative.
 * @throws SignalboxError invalid_input
 */
export function usdOf(row: ExportRow, column: string): bigint | null {
  const text = textOf(row, column);
  if (text === "") return null;
  const number = text.replace(/^(-?)\$/, "$1");
  const negative = number.startsWith("-");
  const plain = plainNumber(row, column, negative ? number.slice(1) : number);
  if (!PLAIN.test(plain)) throw wrongCell(row, column, `"${text}" is no amount in USD`);
  const nano = usdToNano(plain);
  if (nano > MOST_NANO_USD) throw wrongCell(row, column, `"${text}" is more than anybody pays in a day`);
  return negative ? -nano : nano;
}

/** @throws SignalboxError invalid_input for amounts in another currency: they cannot be compared. */
export function requireUsd(row: ExportRow, column: string): void {
  const currency = textOf(row, column);
  if (currency !== "" && currency.toLowerCase() !== "usd") {
    throw wrongCell(row, column, `amounts in ${currency} cannot be compared: export them in USD`);
  }
}
