import type { Stratum, TaskWithout } from "./place-without.ts";

const Z95 = 1.959963984540054;

/** Expected success of the same tasks before and after, and the change with its 95% interval. */
export interface SuccessDifference {
  before: number;
  after: number;
  difference: number;
  differenceCi95: [low: number, high: number];
}

interface Placed {
  before: number;
  after: number;
  task: TaskWithout;
}

/**
 * What becomes of success where tasks go to others. The interval has two parts that add by squares: tasks that were not
 * looked at (stratified sampling without replacement: Cochran, "Sampling Techniques", 1977, ch. 5), and what the predictor
 * does not know of an agent at a type, which is one and the same error for all such tasks (delta method on its logit).
 * @returns null when nothing is placed, or nothing is known of who took the tasks before
 */
export function differenceOf(strata: readonly Stratum[]): SuccessDifference | null {
  const groups = strata.flatMap(({ tasks, sample }) => {
    const placed = sample.flatMap((task) => placedOf(task) ?? []);
    const share = sample.length > 0 ? tasks / sample.length : 0;
    return placed.length > 0 ? [{ placed, all: share * placed.length, weight: share }] : [];
  });
  const all = groups.reduce((sum, group) => sum + group.all, 0);
  if (!(all > 0)) return null;
  const mean = (of: (one: Placed) => number) =>
    groups.reduce((sum, { placed, weight }) => sum + placed.reduce((part, one) => part + weight * of(one), 0), 0) / all;
  const [before, after] = [mean((one) => one.before), mean((one) => one.after)];
  const pooled = mean((one) => (one.after - one.before - (after - before)) ** 2);
  const sampling = groups.reduce((sum, { placed, all: size }) => {
    const left = Math.max(0, 1 - placed.length / size);
    return sum + (size / all) ** 2 * (spread(placed, pooled) / placed.length) * left;
  }, 0);
  const half = Z95 * Math.sqrt(sampling + doubt(groups, all));
  const difference = after - before;
  return {
    before,
    after,
    difference,
    differenceCi95: [Math.max(-1, difference - half), Math.min(1, difference + half)],
  };
}

function placedOf(task: TaskWithout): Placed | null {
  if (task.takers.length === 0 || Number.isNaN(task.before.success)) return null;
  const taken = task.takers.reduce((sum, { share }) => sum + share, 0);
  const after = task.takers.reduce((sum, { share, success }) => sum + share * success, 0) / taken;
  return { before: task.before.success, after, task };
}

/** One task alone says nothing of its stratum's spread: then that of all. */
function spread(placed: readonly Placed[], pooled: number): number {
  if (placed.length < 2) return pooled;
  const mean = placed.reduce((sum, one) => sum + one.after - one.before, 0) / placed.length;
  return placed.reduce((sum, one) => sum + (one.after - one.before - mean) ** 2, 0) / (placed.length - 1);
}

function doubt(groups: readonly { placed: readonly Placed[]; weight: number }[], all: number): number {
  const errors = new Map<string, number>();
  const note = (agent: string, type: string, error: number) => {
    if (Number.isFinite(error)) errors.set(`${agent} ${type}`, (errors.get(`${agent} ${type}`) ?? 0) + error);
  };
  const slope = (success: number) => success * (1 - success);
  for (const { placed, weight } of groups) {
    for (const { task } of placed) {
      const { before, takers, taskType } = task;
      note(task.agent, taskType, (-weight * slope(before.success) * before.successSd) / all);
      for (const { agent, share, success, successSd } of takers) {
        note(agent, taskType, (weight * share * slope(success) * successSd) / all);
      }
    }
  }
  return [...errors.values()].reduce((sum, error) => sum + error * error, 0);
}
