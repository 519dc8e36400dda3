import { formatCount } from "#components/ui/figures.ts";
import type { CollaborationView, EstimateView } from "#lib/contracts/collaboration.ts";
import { upliftSentence } from "./measure-words.ts";

/** A pair's estimate by the view's measure; null where there is none. */
export function estimateOf(
  { pairs: { uplift } }: Pick<CollaborationView, "pairs">,
  pair: number,
): (EstimateView & { n: number; isFound: boolean }) | null {
  const [value, low, high, n] = [uplift?.value[pair], uplift?.low[pair], uplift?.high[pair], uplift?.n[pair]];
  if (value == null || low == null || high == null || n == null) return null;
  return { value, low, high, n, isFound: uplift?.isFound[pair] === true };
}

/** Names of a pair's agents. */
export function namesOf({ agents, pairs }: Pick<CollaborationView, "agents" | "pairs">, pair: number) {
  return { from: agents[pairs.from[pair] ?? -1]?.name ?? "", to: agents[pairs.to[pair] ?? -1]?.name ?? "" };
}

/** What a cell or a row says of a pair. */
export function pairSentence(view: CollaborationView, pair: number): string {
  const names = namesOf(view, pair);
  const count = view.pairs.count[pair] ?? 0;
  const passed = `${names.from} hands over to ${names.to} ${count === 1 ? "once" : `${formatCount(count)} times`}.`;
  if (view.measure === "handoffs") return passed;
  const estimate = estimateOf(view, pair);
  return `${passed} ${estimate ? upliftSentence(view.measure, names, estimate) : "No task of theirs tells what comes of it."}`;
}
