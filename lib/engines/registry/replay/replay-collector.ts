import type { ReplayReport } from "#lib/contracts/replay.ts";
import type { Rescored } from "#lib/engines/routing/rescore.ts";
import { compareRewards, type RewardedDecision } from "../off-policy/compare-rewards.ts";
import { describeReplay } from "./describe-replay.ts";

/** A stored decision beside itself as the tried version would have made it. */
export interface ReplayedDecision {
  taskType: string;
  /** Names of the candidates, by row of `rescored`. */
  names: readonly string[];
  /** Row that was chosen, and the probability it was chosen with. */
  logged: number;
  propensity: number;
  /** Rows that could have been chosen then. */
  reachable: ReadonlySet<number>;
  rescored: Rescored;
  /** What came of it; null: nothing was reported. */
  outcome: { success: boolean; costNanoUsd: number | null; durationMs: number | null } | null;
}

/** Agents that the tried version takes less often than this are not worth a row in memory. */
const LEAST_PROBABILITY = 1e-6;

/** Gathers replayed decisions, oldest or newest first, into one report. */
export class ReplayCollector {
  #decisions = 0;
  #flips = 0;
  readonly #skipped = new Map<string, number>();
  readonly #shares = new Map<string, { logged: number; candidate: number }>();
  readonly #rewarded: RewardedDecision[] = [];

  /** @returns true when the tried version chooses another agent. */
  add({ taskType, names, logged, propensity, reachable, rescored, outcome }: ReplayedDecision): boolean {
    this.#decisions++;
    const agent = names[logged] ?? "";
    const target: RewardedDecision["target"][number][] = [];
    rescored.ranking.forEach((row, place) => {
      const probability = rescored.probability[place] ?? 0;
      if (probability < LEAST_PROBABILITY) return;
      target.push({ agent: names[row] ?? "", probability, reachable: reachable.has(row) });
    });
    this.#share(agent).logged++;
    for (const choice of target) this.#share(choice.agent).candidate += choice.probability;
    if (outcome) {
      this.#rewarded.push({
        ...{ type: taskType, agent, propensity, target },
        rewards: {
          success: outcome.success ? 1 : 0,
          cost_usd: outcome.costNanoUsd === null ? Number.NaN : outcome.costNanoUsd / 1e9,
          duration_ms: outcome.durationMs ?? Number.NaN,
        },
      });
    }
    const flipped = rescored.chosen !== logged;
    if (flipped) this.#flips++;
    return flipped;
  }

  /** Counts a decision that cannot be replayed. */
  skip(reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  /** @param version the number of the tried version, for the sentences */
  report(version: number): ReplayReport {
    const compared = compareRewards(this.#rewarded);
    const { verdict, effectiveSampleSize, rewards } = compared;
    const counts = { decisions: this.#decisions, outcomes: this.#rewarded.length, flips: this.#flips };
    const share = (part: number) => (this.#decisions > 0 ? part / this.#decisions : 0);
    return {
      summary: describeReplay(version, counts, compared),
      ...{ verdict, ...counts, effectiveSampleSize, rewards },
      skipped: [...this.#skipped].map(([reason, count]) => ({ reason, count })),
      shares: [...this.#shares]
        .map(([agent, { logged, candidate }]) => ({ agent, logged: share(logged), candidate: share(candidate) }))
        .sort((a, b) => b.logged + b.candidate - a.logged - a.candidate || (a.agent < b.agent ? -1 : 1)),
    };
  }

  #share(agent: string) {
    const found = this.#shares.get(agent) ?? { logged: 0, candidate: 0 };
    this.#shares.set(agent, found);
    return found;
  }
}
