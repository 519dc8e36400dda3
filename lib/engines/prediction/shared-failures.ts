import { estimateFailureCorrelation, type SharedTask } from "../routing/cascade/failure-correlation.ts";
import type { OutcomeRows } from "./cross-fit.ts";

/** Fewer tasks that several agents tried, or fewer failures on them, say more about chance. */
const LEAST_TASKS = 100;
const LEAST_FAILURES = 30;
/** More outcomes would take time and change nothing that is shown. */
const MOST_OUTCOMES = 20_000;
/** Plans are made of good agents, whose failures lie together more than those of all: what is left is hard for everybody. */
const BEST_AGENTS = 4;
/** A score below it counts as a failure. */
const SUCCESS = 0.5;

export interface SharedOutcomes {
  rows: OutcomeRows;
  /** Index of the task of each outcome; -1: not known. */
  taskOf: Int32Array;
  /** Success of each outcome as foretold by a model that has not seen it. */
  foretold: (row: number) => number;
}

/**
 * How agents' failures on one task go together (see estimateFailureCorrelation), from tasks that several have tried.
 * @returns null where too few tasks were, or too little failed on them
 */
export function learnFailureCorrelation({ rows, taskOf, foretold }: SharedOutcomes): number | null {
  const best = (tried: readonly number[]) => firstOfAgents(rows.agents, tried, foretold).slice(0, BEST_AGENTS);
  const shared = [...rowsByTask(taskOf)].map(best).filter((tried) => tried.length > 1);
  if (shared.length < LEAST_TASKS) return null;
  const outcomes = shared.reduce((sum, tried) => sum + tried.length, 0);
  const every = Math.max(1, Math.ceil(outcomes / MOST_OUTCOMES));
  const tasks = shared
    .filter((_, i) => i % every === 0)
    .map(
      (tried): SharedTask => ({
        success: tried.map(foretold),
        failed: tried.map((row) => (rows.scores[row] as number) < SUCCESS),
      }),
    );
  const failures = tasks.reduce((sum, { failed }) => sum + failed.filter(Boolean).length, 0);
  return failures < LEAST_FAILURES ? null : estimateFailureCorrelation(tasks);
}

function rowsByTask(taskOf: Int32Array): Iterable<number[]> {
  const byTask = new Map<number, number[]>();
  taskOf.forEach((task, row) => {
    if (task < 0) return;
    const tried = byTask.get(task);
    if (tried) tried.push(row);
    else byTask.set(task, [row]);
  });
  return byTask.values();
}

/** The first row of each agent, since one that tries again is not another one; the most promising first. */
function firstOfAgents(agents: Int32Array, tried: readonly number[], foretold: (row: number) => number): number[] {
  const seen = new Set<number>();
  const first = tried.filter((row) => {
    const agent = agents[row] as number;
    if (seen.has(agent)) return false;
    seen.add(agent);
    return true;
  });
  return first.sort((a, b) => foretold(b) - foretold(a) || a - b);
}
