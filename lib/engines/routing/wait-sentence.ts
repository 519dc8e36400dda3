import type { DecisionFrame } from "./decision-frame.ts";
import { waitMsOf } from "./wait-columns.ts";

/** "Expected wait at ada: 3 s for the task after this one."; "" where no workload model says. */
export function waitSentence({ waits, leases, fleet }: DecisionFrame, chosen: number): string {
  if (!waits) return "";
  return ` Expected wait at ${fleet.names[chosen]}: ${waitText(waitMsOf(waits, leases, chosen))} for the task after this one.`;
}

function waitText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 0.05) return "none";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
