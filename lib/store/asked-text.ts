import { z } from "zod";
import { pool } from "./client.ts";

/** A task's text with what is known of the capabilities it asks for. */
export interface AskedText {
  text: string;
  type: string;
  /** As the data set or the caller named them; empty: unknown. */
  labels: readonly string[];
  split: "train" | "test" | null;
  /** Milliseconds since the epoch; null for imported history. */
  atMs: number | null;
}

/** The latest count; more say nothing new to a model of words. */
const MAX_DECISIONS = 100_000;
const MAX_HISTORY = 200_000;
/** These reads grow with the history; the pool's own limit is for the hot path. */
const BULK = { query_timeout: 120_000 };

type HistoryRow = [type: string, text: string, capability: string | null, split: AskedText["split"]];

/** Texts of the fleet's imported tasks, in the order they were imported. */
export async function readHistoryTexts(fleetName: string): Promise<AskedText[]> {
  const { rows } = await pool().query<HistoryRow>({
    ...BULK,
    text: `select t.type, t.text, t.capability, t.split
      from history_task t join history_import i on i.id = t.import_id
      where i.fleet_name = $1 and t.text <> '' order by t.id limit $2`,
    values: [fleetName, MAX_HISTORY],
    rowMode: "array",
  });
  return rows.map(([type, text, capability, split]) => ({
    text,
    type,
    labels: capability === null ? [] : [capability],
    split,
    atMs: null,
  }));
}

const storedTaskSchema = z.object({
  description: z.string().default(""),
  requiredCapabilities: z.array(z.object({ name: z.string() })).default([]),
});

/**
 * Texts of the fleet's routed tasks, oldest first, with the capabilities their callers asked for. What decides the order
 * is what was asked, never an id, so that the same events give the same model.
 */
export async function readDecisionTexts(
  fleetName: string,
  { fromMs, untilMs }: { fromMs: number | null; untilMs: number },
): Promise<AskedText[]> {
  const { rows } = await pool().query<{ task: string; task_text: string | null; task_type: string; at_ms: number }>({
    ...BULK,
    text: `select d.task, ct.task_text, d.task_type, extract(epoch from d.at)::float8 * 1000 at_ms
      from decision d left join call_text ct on ct.decision_id = d.id
      where d.fleet_name = $1 and d.verdict <> 'direct' and d.at <= to_timestamp($2::float8 / 1000.0)
        and ($3::float8 is null or d.at >= to_timestamp($3::float8 / 1000.0))
      order by d.id desc limit $4`,
    values: [fleetName, untilMs, fromMs, MAX_DECISIONS],
  });
  return rows
    .sort((a, b) => a.at_ms - b.at_ms || (a.task < b.task ? -1 : 1))
    .flatMap(({ task, task_text, task_type: type, at_ms }) => {
      const parsed = storedTaskSchema.safeParse(JSON.parse(task));
      if (!parsed.success) return [];
      const text = task_text ?? parsed.data.description;
      if (text.trim() === "") return [];
      const labels = parsed.data.requiredCapabilities.map(({ name }) => name);
      return [{ text, type, labels, split: null, atMs: Math.round(at_ms) }];
    });
}

/** Names of the capabilities that the fleet's agents declare, ascending. */
export async function readDeclaredCapabilities(fleetName: string): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    `select distinct c.name from agent_capability c join agent a on a.id = c.agent_id
      where a.fleet_name = $1 order by 1`,
    [fleetName],
  );
  return rows.map(({ name }) => name).sort();
}
