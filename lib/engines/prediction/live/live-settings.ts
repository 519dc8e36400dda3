import type { RoutingPolicy } from "#lib/contracts/routing.ts";

export type LiveSettings = Omit<RoutingPolicy["liveEvidence"], "enabled">;

/** One reported outcome and what the predictor in production had expected of it. */
export interface LiveOutcome {
  agentName: string;
  taskType: string;
  /** 0-1; success is 1. */
  score: number;
  /** Success probability the predictor gave, before any correction by recent outcomes. */
  expected: number;
  /** Standard deviation, in logits, of how sure it was. */
  expectedSd: number;
  atMs: number;
}
