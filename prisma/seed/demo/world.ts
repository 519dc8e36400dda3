import { normal, type Random, seededRandom, seedOf } from "#lib/core/random.ts";
import { DEGRADED, type DemoAgent } from "./agents.ts";
import type { Arrival } from "./arrivals.ts";
import { pairEffect } from "./teams.ts";

const DAY_MS = 86_400_000;
/** A lease lasts five minutes: only long work renews it. */
const LONGEST_MS = 280_000;
export const LONGEST_LONG_WORK_MS = 33 * 60_000;

/** What really happens when an agent does a task. */
export interface WorldOutcome {
  success: boolean;
  quality: number;
  durationMs: number;
  inputTokens: number;
  outputTokens: number;
  errorCode: string | null;
}

const ERRORS = ["invalid_output", "tool_error", "timeout", "refused"] as const;

/**
 * The demo's ground truth. The draw depends on seed, task and agent alone, so that the same choice always has
 * the same end, whatever else was chosen before.
 * @param after name of the agent that handed the task over
 */
export function happens(
  seed: number,
  arrival: Arrival,
  agent: DemoAgent,
  after: string | null,
  endOfWorldMs: number,
): WorldOutcome {
  const random = seededRandom(seedOf(`${seed}/${arrival.index}/${agent.name}`));
  const { task } = arrival;
  const success = random() < successProbability(arrival, agent, after, endOfWorldMs);
  const spread = (median: number, sigma: number) => median * Math.exp(sigma * normal(random));
  const inputTokens = Math.round(spread(task.inputTokens, 0.35));
  const outputTokens = Math.round(spread(task.outputTokens * agent.verbosity, 0.4));
  // A failed attempt often gives up early or runs until it is stopped.
  const patience = success ? 1 : 0.5 + random() * 1.6;
  const longestMs = task.isLong ? LONGEST_LONG_WORK_MS : LONGEST_MS;
  const durationMs = Math.min(longestMs, Math.round(spread(task.durationMs * agent.slowness * patience, 0.3)));
  return {
    success,
    quality: quality(success, random),
    durationMs,
    inputTokens,
    outputTokens,
    errorCode: success ? null : (ERRORS[Math.floor(random() ** 2 * ERRORS.length)] ?? null),
  };
}

/** True probability of success, 0-1. */
function successProbability(arrival: Arrival, agent: DemoAgent, after: string | null, endOfWorldMs: number): number {
  const { task, atMs } = arrival;
  const own = agent.skill + (agent.strengths[task.type] ?? 0) + degradation(agent, atMs, endOfWorldMs);
  const logits = task.ease + own + pairEffect(agent.name, after);
  return 1 / (1 + Math.exp(-logits));
}

/** Falls from nothing to its worst over the last days. */
function degradation(agent: DemoAgent, atMs: number, endOfWorldMs: number): number {
  if (agent.name !== DEGRADED.agentName) return 0;
  const days = (atMs - (endOfWorldMs - DEGRADED.days * DAY_MS)) / DAY_MS;
  return DEGRADED.worstLogits * Math.min(1, Math.max(0, days));
}

function quality(success: boolean, random: Random): number {
  const raw = success ? 0.86 + 0.08 * normal(random) : 0.3 + 0.12 * normal(random);
  return Math.round(Math.min(1, Math.max(0, raw)) * 100) / 100;
}
