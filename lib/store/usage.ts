import type { Db } from "./client.ts";

export interface MeanUsage {
  inputTokens: number;
  outputTokens: number;
  samples: number;
}

const NEWEST_OUTCOMES = 5000;

/**
 * Mean tokens of a task by configuration reference, over the newest reported outcomes since a time.
 * Reads a bounded number of rows however long the history is.
 */
export async function meanUsageByConfiguration(db: Db, sinceMs: number): Promise<Map<string, MeanUsage>> {
  const rows = await db.$queryRaw<{ configuration: string; input: number; output: number; samples: number }[]>`
    select d.configuration, avg(o.input_tokens)::float8 as input, avg(o.output_tokens)::float8 as output,
           count(*)::int as samples
    from (select decision_id, input_tokens, output_tokens from outcome
          where at >= ${new Date(sinceMs)} and input_tokens is not null and output_tokens is not null
          order by at desc limit ${NEWEST_OUTCOMES}) o
    join decision d on d.id = o.decision_id
    where d.configuration is not null group by d.configuration`;
  return new Map(
    rows.map((row) => [row.configuration, { inputTokens: row.input, outputTokens: row.output, samples: row.samples }]),
  );
}
