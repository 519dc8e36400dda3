import { formatDuration } from "../ui/figures.ts";
import { Unknown } from "../ui/money.tsx";

interface ExpectedWaitProps {
  /** Undefined: full, or nobody says. */
  waitMs: number | undefined;
  /** A workload model is in production in the agent's fleet. */
  isForetold: boolean;
  isFull: boolean;
}

/** What the next task would wait for at an agent. */
export function ExpectedWait({ waitMs, isForetold, isFull }: ExpectedWaitProps) {
  if (!isForetold) return <Unknown word="no model" />;
  if (waitMs === undefined) return <Unknown word={isFull ? "full" : "unknown"} />;
  return waitMs < 50 ? "none" : formatDuration(waitMs);
}
