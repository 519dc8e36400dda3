import type { Db } from "./client.ts";
import type { UsageMeasures } from "./usage-measures.ts";
import { readUsage } from "./usage-reading.ts";

/** What ran under a configuration in a window; sums are over the tasks whose figures are known. */
export interface ConfigurationUsage {
  tasks: number;
  /** Tasks that reported tokens. */
  measured: number;
  inputTokens: number;
  outputTokens: number;
  costNanoUsd: bigint;
  /** Tasks whose cost nobody knows: they are not in the sum, and not free. */
  unpriced: number;
}

/** Tasks decided in a range of full hours and ended by now, by the configuration that did them. */
export async function usageByConfiguration(
  db: Db,
  fromMs: number,
  toMs: number,
): Promise<Map<string, ConfigurationUsage>> {
  const question = { fromMs, toMs, by: ["configuration"], filters: {}, bucket: null, pricedAtMs: null } as const;
  return new Map(
    (await readUsage(db, question)).flatMap(({ values: [configuration], measures }) =>
      configuration ? [[configuration, toUsage(measures)] as const] : [],
    ),
  );
}

function toUsage(measures: UsageMeasures): ConfigurationUsage {
  const { tasks, unmeasured, costNanoUsd, unpriced } = measures;
  const read = measures.input + measures.cacheRead + measures.cacheWrite5m + measures.cacheWrite1h;
  return {
    tasks,
    measured: tasks - unmeasured,
    inputTokens: read + measures.reportedInput,
    outputTokens: measures.output,
    costNanoUsd,
    unpriced,
  };
}
