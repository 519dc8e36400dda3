import type { FilterName } from "#lib/contracts/routing.ts";
import type { Stratum, TaskWithout } from "./place-without.ts";
import { differenceOf, type SuccessDifference } from "./success-difference.ts";

export interface Successor {
  agent: string;
  /** Expected number of the tasks, and their share of all. */
  tasks: number;
  share: number;
  /** Of those tasks: what is expected of the successor, and of who took them before. NaN = unknown. */
  success: number;
  successBefore: number;
  /** Nano-dollars a task, over those of which both costs are known; NaN = of none. */
  costNanoUsd: number;
  costBeforeNanoUsd: number;
}

/** What becomes of the tasks. Counts are scaled up from the sample to all of them. */
export interface AbsenceFigures {
  tasks: number;
  sampled: number;
  /** Most tasks first. */
  successors: Successor[];
  unplacedTasks: number;
  /** By what keeps them, most tasks first; null: there is nobody else. */
  unplaced: { taskType: string; refusedBy: FilterName | null; tasks: number }[];
  /** Of the tasks that somebody takes; null: nobody takes any, or the agent of before is not known. */
  success: SuccessDifference | null;
  /** Nano-dollars a task, over the placed tasks of which both costs are known; null: of none. */
  cost: { beforeNanoUsd: number; afterNanoUsd: number; knownTasks: number } | null;
}

interface Sums {
  tasks: number;
  success: number;
  successBefore: number;
  costed: number;
  cost: number;
  costBefore: number;
}

const nothing = (): Sums => ({ tasks: 0, success: 0, successBefore: 0, costed: 0, cost: 0, costBefore: 0 });

/** Adds up sampled tasks, each for as many as its stratum has for it. */
export function absenceFigures(strata: readonly Stratum[]): AbsenceFigures {
  const byAgent = new Map<string, Sums>();
  const unplaced = new Map<string, AbsenceFigures["unplaced"][number]>();
  const all = nothing();
  let [tasks, sampled] = [0, 0];
  for (const { tasks: size, sample } of strata) {
    if (sample.length === 0) continue;
    const weight = size / sample.length;
    tasks += size;
    sampled += sample.length;
    for (const one of sample) {
      if (one.takers.length === 0) {
        const { taskType, refusedBy } = one;
        const key = `${refusedBy} ${taskType}`;
        const known = unplaced.get(key) ?? { taskType, refusedBy, tasks: 0 };
        known.tasks += weight;
        unplaced.set(key, known);
      }
      for (const taker of one.takers) {
        const sums = byAgent.get(taker.agent) ?? nothing();
        byAgent.set(taker.agent, sums);
        for (const sum of [sums, all]) add(sum, one, taker, weight * taker.share);
      }
    }
  }
  const mean = (sum: number, count: number) => (count > 0 ? sum / count : Number.NaN);
  return {
    ...{ tasks, sampled },
    successors: [...byAgent]
      .map(([agent, sums]) => ({
        ...{ agent, tasks: sums.tasks, share: sums.tasks / tasks },
        success: mean(sums.success, sums.tasks),
        successBefore: mean(sums.successBefore, sums.tasks),
        costNanoUsd: mean(sums.cost, sums.costed),
        costBeforeNanoUsd: mean(sums.costBefore, sums.costed),
      }))
      .sort((a, b) => b.tasks - a.tasks || (a.agent < b.agent ? -1 : 1)),
    unplacedTasks: [...unplaced.values()].reduce((sum, one) => sum + one.tasks, 0),
    unplaced: [...unplaced.values()].sort((a, b) => b.tasks - a.tasks || (a.taskType < b.taskType ? -1 : 1)),
    success: differenceOf(strata),
    cost:
      all.costed > 0
        ? { beforeNanoUsd: all.costBefore / all.costed, afterNanoUsd: all.cost / all.costed, knownTasks: all.costed }
        : null,
  };
}

function add(sums: Sums, { before }: TaskWithout, taker: TaskWithout["takers"][number], weight: number): void {
  sums.tasks += weight;
  sums.success += weight * taker.success;
  sums.successBefore += weight * before.success;
  // An unknown cost is not free: such a task counts on neither side.
  if (Number.isNaN(before.costNanoUsd) || Number.isNaN(taker.costNanoUsd)) return;
  sums.costed += weight;
  sums.cost += weight * taker.costNanoUsd;
  sums.costBefore += weight * before.costNanoUsd;
}
