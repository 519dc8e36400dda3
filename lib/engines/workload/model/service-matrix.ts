import type { ServiceSums } from "./workload-history.ts";

/** As if a type, or an agent with it, had been timed so often with what is known without it. */
const PRIOR_TASKS = 5;
const PRIOR_SIGMA = 0.6;
/** A minute: nothing at all was ever timed. */
const PRIOR_LOG_MS = Math.log(60_000);

/** Who gets how much of which type, and how long that takes; row-major type x agent. */
export interface ServiceMatrix {
  agents: readonly string[];
  /** Of a type's tasks the share an agent gets; a row sums to 1, or to 0 where nobody did any. */
  shares: Float32Array;
  /** Logarithm of the median milliseconds. */
  logMs: Float32Array;
  /** Standard deviation of the logarithm, by type. */
  sigma: Float32Array;
}

/**
 * Durations on the log scale, shrunk: a type towards the fleet, an agent with a type towards the type as that agent is
 * usually slower or faster.
 */
export function serviceMatrix(types: readonly string[], sums: readonly ServiceSums[], other: string): ServiceMatrix {
  const rowOf = new Map(types.map((type, row) => [type, row]));
  const agents = [...new Set(sums.map(({ agent }) => agent))].sort();
  const columnOf = new Map(agents.map((agent, column) => [agent, column]));
  const width = agents.length;
  const tasks = new Float64Array(types.length * width);
  const timed = new Float64Array(types.length * width);
  const logs = new Float64Array(types.length * width);
  const squares = new Float64Array(types.length);
  for (const one of sums) {
    const row = rowOf.get(one.type) ?? rowOf.get(other);
    const column = columnOf.get(one.agent);
    if (row === undefined || column === undefined) continue;
    const cell = row * width + column;
    tasks[cell] = (tasks[cell] as number) + one.tasks;
    timed[cell] = (timed[cell] as number) + one.timed;
    logs[cell] = (logs[cell] as number) + one.sumLog;
    squares[row] = (squares[row] as number) + one.sumSquaredLog;
  }
  const cells = (row: number) => Array.from({ length: width }, (_, column) => row * width + column);
  const sumOf = (values: Float64Array, at: readonly number[]) =>
    at.reduce((sum, cell) => sum + (values[cell] as number), 0);
  const all = sumOf(timed, [...timed.keys()]);
  const fleetLog = (sumOf(logs, [...logs.keys()]) + PRIOR_LOG_MS) / (all + 1);
  const typeLog = types.map((_, row) => {
    const [n, sum] = [sumOf(timed, cells(row)), sumOf(logs, cells(row))];
    return (sum + PRIOR_TASKS * fleetLog) / (n + PRIOR_TASKS);
  });
  const agentOffset = agents.map((_, column) => {
    const own = types.map((_type, row) => row * width + column);
    const n = sumOf(timed, own);
    const rest = types.reduce((sum, _type, row) => {
      const cell = row * width + column;
      return sum + (logs[cell] as number) - (timed[cell] as number) * (typeLog[row] as number);
    }, 0);
    return rest / (n + PRIOR_TASKS);
  });
  const logMs = new Float32Array(types.length * width);
  const shares = new Float32Array(types.length * width);
  const sigma = new Float32Array(types.length);
  types.forEach((_, row) => {
    const given = sumOf(tasks, cells(row));
    let within = PRIOR_TASKS * PRIOR_SIGMA ** 2 + (squares[row] as number);
    for (const cell of cells(row)) {
      const n = timed[cell] as number;
      const expected = (typeLog[row] as number) + (agentOffset[cell % width] as number);
      logMs[cell] = ((logs[cell] as number) + PRIOR_TASKS * expected) / (n + PRIOR_TASKS);
      shares[cell] = given > 0 ? (tasks[cell] as number) / given : 0;
      if (n > 0) within -= (logs[cell] as number) ** 2 / n;
    }
    // An agent's own mean takes a degree of freedom each.
    const free = cells(row).reduce((sum, cell) => sum + Math.max(0, (timed[cell] as number) - 1), 0);
    sigma[row] = Math.sqrt(Math.max(0, within) / (free + PRIOR_TASKS));
  });
  return { agents, shares, logMs, sigma };
}
