import { idFloor } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

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

/**
 * Tasks decided since a time and reported by now, by configuration reference. Reads the window whole, and nothing before
 * it: keep what it returns for a while.
 */
export async function usageByConfiguration(db: Db, sinceMs: number): Promise<Map<string, ConfigurationUsage>> {
  const rows = await db.$queryRaw<
    {
      configuration: string;
      tasks: number;
      measured: number;
      input: number;
      output: number;
      cost: string;
      unpriced: number;
    }[]
  >`
    select d.configuration, count(*)::int as tasks,
           count(*) filter (where o.input_tokens is not null and o.output_tokens is not null)::int as measured,
           coalesce(sum(o.input_tokens) filter (where o.output_tokens is not null), 0)::float8 as input,
           coalesce(sum(o.output_tokens) filter (where o.input_tokens is not null), 0)::float8 as output,
           coalesce(sum(o.cost_nano_usd), 0)::text as cost,
           count(*) filter (where o.cost_nano_usd is null)::int as unpriced
    from outcome o join decision d on d.id = o.decision_id
    where o.at >= ${new Date(sinceMs)} and d.id >= ${idFloor("dec", sinceMs)} and d.configuration is not null
    group by d.configuration`;
  return new Map(
    rows.map(({ configuration, tasks, measured, input, output, cost, unpriced }) => [
      configuration,
      { tasks, measured, inputTokens: input, outputTokens: output, costNanoUsd: BigInt(cost), unpriced },
    ]),
  );
}
