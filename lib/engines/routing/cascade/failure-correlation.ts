import { failureByDifficulty, overDifficulties } from "./shared-difficulty.ts";

/** A task that several agents have tried: what was expected of each, and whether it failed. */
export interface SharedTask {
  success: readonly number[];
  failed: readonly boolean[];
}

const HIGHEST = 0.99;
const STEPS = 20;
/** Probabilities are told apart this far: chances that are the same are worked out once. */
const PROBABILITY_STEPS = 200;

/**
 * Correlation of the difficulties agents meet on one task, from tasks that several have tried: the one under which as many
 * pairs of agents fail together as did (method of moments, found by bisection).
 * @returns null when no task was tried by two.
 */
export function estimateFailureCorrelation(tasks: readonly SharedTask[]): number | null {
  const shared = tasks.filter(({ success }) => success.length > 1);
  if (shared.length === 0) return null;
  let observed = 0;
  for (const { failed } of shared) {
    const failures = failed.filter(Boolean).length;
    observed += (failures * (failures - 1)) / 2;
  }
  const kinds = kindsOf(shared);
  let low = 0;
  let high = HIGHEST;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    const failures = new Map<number, Float64Array>();
    const failureOf = (success: number) => {
      const known = failures.get(success) ?? failureByDifficulty(success, middle);
      failures.set(success, known);
      return known;
    };
    const expected = kinds.reduce((sum, { success, tasks }) => sum + tasks * pairsTogether(success.map(failureOf)), 0);
    if (expected < observed) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

interface Kind {
  success: readonly number[];
  tasks: number;
}

/** Tasks by what was expected of the agents that tried them. */
function kindsOf(tasks: readonly SharedTask[]): Kind[] {
  const byKey = new Map<string, Kind>();
  for (const { success } of tasks) {
    const steps = success.map((probability) => Math.round(probability * PROBABILITY_STEPS));
    const key = steps.sort((a, b) => a - b).join();
    const kind = byKey.get(key);
    if (kind) kind.tasks++;
    else byKey.set(key, { success: steps.map((step) => step / PROBABILITY_STEPS), tasks: 1 });
  }
  return [...byKey.values()];
}

/** Pairs expected to fail together on one task: at each difficulty agents fail independently. */
function pairsTogether(failures: readonly Float64Array[]): number {
  const pairs = Float64Array.from(failures[0] ?? [], (_, i) => {
    let sum = 0;
    let squares = 0;
    for (const failure of failures) {
      sum += failure[i] as number;
      squares += (failure[i] as number) ** 2;
    }
    return (sum * sum - squares) / 2;
  });
  return overDifficulties(pairs);
}
