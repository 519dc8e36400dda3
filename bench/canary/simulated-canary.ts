import type { CanaryPlan } from "#lib/contracts/model-policy.ts";
import { normal, type Random, seededRandom } from "#lib/core/random.ts";
import { type Arm, newArmsTest, observeOutcome } from "#lib/engines/registry/canary/arms-test.ts";
import { type CanaryVerdict, judgeCanary } from "#lib/engines/registry/canary/judge-canary.ts";

/** Share of the tasks by agent: both sides choose alike, so that only what is injected differs. */
const SHARES = [0.5, 0.25, 0.15, 0.1];
const AVERAGE_COST_NANO_USD = 4e6;
const AVERAGE_DURATION_MS = 5_000;

export interface CanaryRun {
  plan: CanaryPlan;
  /** What the busiest agent's success is multiplied by where the candidate has chosen it; 1: no regression. */
  factor: number;
  seed: number;
}

export interface CanaryEnd {
  verdict: Exclude<CanaryVerdict["kind"], "continue">;
  /** Decisions of the whole fleet, and outcomes of the candidate, until then. */
  decisions: number;
  candidateOutcomes: number;
}

/**
 * One canary: tasks come as they are (everybody's success drifts by time of day), agents are as good as drawn by seed,
 * and the side that decides is drawn by the percentage.
 */
export function runCanary({ plan, factor, seed }: CanaryRun): CanaryEnd {
  const random = seededRandom(seed);
  const success = SHARES.map(() => 0.6 + 0.35 * random());
  let test = newArmsTest();
  let candidateOutcomes = 0;
  for (let decisions = 1; ; decisions++) {
    const arm: Arm = random() * 100 < plan.percent ? "candidate" : "production";
    const agent = drawAgent(random);
    const drift = 1 - 0.15 * (0.5 + 0.5 * Math.sin(decisions / 300));
    const injected = arm === "candidate" && agent === 0 ? factor : 1;
    const outcome = {
      arm,
      success: random() < (success[agent] ?? 0) * drift * injected,
      costNanoUsd: AVERAGE_COST_NANO_USD * (agent + 1) * Math.exp(0.5 * normal(random)),
      durationMs: AVERAGE_DURATION_MS * Math.exp(0.7 * normal(random)),
    };
    test = observeOutcome(test, outcome, plan);
    if (arm === "candidate") candidateOutcomes++;
    const { kind } = judgeCanary(test, candidateOutcomes, plan);
    if (kind !== "continue") return { verdict: kind, decisions, candidateOutcomes };
  }
}

function drawAgent(random: Random): number {
  let left = random();
  for (let agent = 0; agent < SHARES.length; agent++) {
    left -= SHARES[agent] ?? 0;
    if (left < 0) return agent;
  }
  return 0;
}
