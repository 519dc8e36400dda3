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
  /** "9 lack web_search": how many were refused, in the plural or singular, from a sample of their facts. */
  tally(count: number, sample: readonly Facts[]): string;
}

/** 3, "is", "are" -> "3 are". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The value most of a sample have at a position. */
export function mostCommon(sample: readonly Facts[], position: number): string {
  const counts = new Map<string, number>();
  for (const facts of sample) {
    const value = String(facts[position] ?? "");
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
