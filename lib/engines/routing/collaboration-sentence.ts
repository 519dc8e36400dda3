import type { DecisionFrame } from "./decision-frame.ts";

/** "After researcher_002, analyst_004 finishes 9 points more often (n = 214)."; "" where nobody handed over, or the policy does not ask. */
export function collaborationSentence({ inputs, policy, collaboration }: DecisionFrame, chosen: number): string {
  if (inputs.handedOverFrom === null || !policy.weights.collaboration) return "";
  if (collaboration) return ` ${collaboration.factorOf(chosen).sentence}`;
  return ` No behaviour model is in production: who works well after ${inputs.handedOverFrom} counts for nobody.`;
}
