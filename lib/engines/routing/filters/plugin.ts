import type { FilterName } from "#lib/contracts/routing.ts";
import type { DecisionFrame } from "../decision-frame.ts";

/** What a refusal rests on, small enough to be stored for every refused candidate. */
export type Facts = readonly (string | number)[];

/** Tells what refusals of one decision rest on, row by row. */
interface Explainer {
  facts(row: number): Facts;
  /** Rows of the same key have the same facts; NaN: only its own. Spares writing one story a thousand times. */
  key(row: number): number;
}

/** "9 lack web_search", with the number to sort by. */
export interface Tally {
  count: number;
  text: string;
}

/** One reason to refuse a candidate. `refuse` runs over columns; the rest is asked for only when somebody looks. */
export interface FilterPlugin {
  name: FilterName;
  /** Sets `bit` in `frame.refused` of every row it refuses. */
  refuse(frame: DecisionFrame, bit: number): void;
  /** Made once a decision, when the first refused candidate has to be explained. */
  explainer(frame: DecisionFrame): Explainer;
  /** Why, as a sentence. */
  sentence(facts: Facts): string;
  /** What would have to change. */
  remedy(facts: Facts): string;
  /** How many of the rows it refused were refused for what. A row may count under several. */
  tally(frame: DecisionFrame, rows: readonly number[]): Tally[];
}

/** 3, "is", "are" -> "3 are". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function tallied(count: number, one: string, many: string): Tally {
  return { count, text: counted(count, one, many) };
}

/** One tally for each value the rows have, worded by it. */
export function talliedBy(
  rows: readonly number[],
  wordOf: (row: number) => string,
  one: (value: string) => string,
  many: (value: string) => string,
): Tally[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = wordOf(row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => tallied(count, one(value), many(value)));
}
