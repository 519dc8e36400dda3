import type { CollaborationPairView, PairMeasureView } from "#lib/contracts/collaboration.ts";
import { differenceWords, formatInterval } from "../../_components/measure-words.ts";

type Known = Pick<CollaborationPairView, "from" | "to" | "measures" | "handOffs" | "model" | "evidence">;

/** What is to be believed of a pair, in a sentence or two; differences that may be chance are told as none. */
export function pairVerdict({ from, to, measures, handOffs, model, evidence }: Known): string {
  if (model && handOffs === 0 && measures.length === 0) {
    return evidence.length === 0
      ? `${from.name} has not handed over to ${to.name}.`
      : `${from.name} hands over to ${to.name} only since the model in production has learned.`;
  }
  const found = measures.filter(({ isFound }) => isFound);
  if (found.length > 0) {
    const differences = new Intl.ListFormat("en").format(found.map(difference));
    return `After ${from.name}, ${to.name} ${differences} than its own record lets expect.`;
  }
  if (measures.length === 0) return `${from.name} hands over to ${to.name}; what comes of it is not known yet.`;
  const n = Math.max(...measures.map((one) => one.n));
  return `After ${from.name}, ${to.name} does about as its own record lets expect: no difference stands against chance (n = ${n}).`;
}

function difference({ measure, believed, n }: PairMeasureView): string {
  return `${differenceWords(measure, believed.value)} (95%: ${formatInterval(measure, believed)}; n = ${n})`;
}
