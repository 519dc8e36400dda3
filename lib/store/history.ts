import { NO_CAPABILITY } from "#lib/contracts/history.ts";
import type { Db } from "./client.ts";

/** Rows travel as one JSON text a batch: no limit on bound parameters, and one plan whatever the batch's size. */
export const BATCH_ROWS = 5_000;

export interface NewImport {
  id: string;
  fleetName: string;
  source: string;
  authorName: string;
  atMs: number;
}

export interface NewTask {
  itemId: string;
  type: string;
  text: string;
  source: string | null;
  split: "train" | "test" | null;
  /** What it asks for, as the data set names it; absent where nobody knows. */
  capability?: string;
}

export interface NewOutcome {
  /** Id of the history task, as decimal text. */
  taskId: string;
  agentId: string;
  score: number;
  costNanoUsd: number | null;
  latencyMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
}

export interface NewImportedAgent {
  id: string;
  name: string;
  role: string;
  description: string;
  concurrencyLimit: number;
}

/** Opens the import; closeImport gives it its counts and fingerprint in the same transaction. */
export async function openImport(db: Db, { atMs, ...row }: NewImport): Promise<void> {
  await db.historyImport.create({
    data: {
      ...row,
      dataSha256: row.id,
      taskCount: 0,
      agentCount: 0,
      outcomeCount: 0,
      interactionCount: 0,
      createdAt: new Date(atMs),
    },
  });
}

export async function closeImport(
  db: Db,
  id: string,
  end: { dataSha256: string; taskCount: number; agentCount: number; outcomeCount: number; interactionCount: number },
): Promise<void> {
  await db.historyImport.update({ where: { id }, data: end });
}

/** The import of the same rows into the same fleet, if there was one. */
export async function findImportByData(db: Db, fleetName: string, dataSha256: string) {
  return db.historyImport.findUnique({ where: { fleetName_dataSha256: { fleetName, dataSha256 } } });
}

/** @returns the new ids by itemId, as decimal text. */
export async function insertTasks(
  db: Db,
  importId: string,
  tasks: readonly NewTask[],
): Promise<{ id: string; itemId: string }[]> {
  return db.$queryRaw<{ id: string; itemId: string }[]>`
    insert into history_task (import_id, item_id, type, text, source, split, capability)
    select ${importId}, "itemId", type, text, source, split, capability
    from json_to_recordset(${JSON.stringify(tasks)}::json)
      as t("itemId" text, type text, text text, source text, split text, capability text)
    returning id::text as id, item_id as "itemId"`;
}

/** Notes what tasks ask for where their own fields did not tell. */
export async function noteCapabilities(
  db: Db,
  notes: readonly { taskId: string; capability: string }[],
): Promise<void> {
  await db.$executeRaw`
    update history_task t set capability = n.capability
    from json_to_recordset(${JSON.stringify(notes)}::json) as n("taskId" bigint, capability text)
    where t.id = n."taskId" and t.capability is null`;
}

export async function insertOutcomes(db: Db, outcomes: readonly NewOutcome[]): Promise<void> {
  await db.$executeRaw`
    insert into history_outcome (task_id, agent_id, score, cost_nano_usd, latency_ms, input_tokens, output_tokens)
    select "taskId", "agentId", score, "costNanoUsd", "latencyMs", "inputTokens", "outputTokens"
    from json_to_recordset(${JSON.stringify(outcomes)}::json)
      as o("taskId" bigint, "agentId" text, score float8, "costNanoUsd" bigint, "latencyMs" int,
           "inputTokens" int, "outputTokens" int)`;
}

/** Adds agents that the fleet does not have yet. @returns the id of every named agent, new or not, by name. */
export async function insertImportedAgents(
  db: Db,
  fleetName: string,
  agents: readonly NewImportedAgent[],
  atMs: number,
): Promise<Map<string, string>> {
  const at = new Date(atMs);
  await db.agent.createMany({
    data: agents.map((agent) => ({ ...agent, fleetName, createdAt: at, updatedAt: at })),
    skipDuplicates: true,
  });
  const rows = await db.agent.findMany({
    where: { fleetName, name: { in: agents.map(({ name }) => name) } },
    select: { id: true, name: true },
  });
  await db.agentLoad.createMany({ data: rows.map(({ id }) => ({ agentId: id })), skipDuplicates: true });
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/**
 * An imported agent is capable of what the tasks it has succeeded at asked for, or of their types where nobody knows what
 * they asked for; the level is its share of success there.
 * Test rows do not count, so that they stay unseen. At most 200 an agent, those it did most.
 */
export async function deriveCapabilities(db: Db, fleetName: string): Promise<void> {
  await db.$executeRaw`
    delete from agent_capability using agent
    where agent.id = agent_capability.agent_id and agent.fleet_name = ${fleetName}`;
  await db.$executeRaw`
    insert into agent_capability (agent_id, name, level)
    select agent_id, name, level from (
      select o.agent_id, c.name, round(avg(o.score)::numeric, 4)::float8 as level,
        row_number() over (partition by o.agent_id order by count(*) desc, c.name) as place
      from history_outcome o
      join history_task t on t.id = o.task_id
      join history_import i on i.id = t.import_id
      cross join lateral (
        select left(ltrim(regexp_replace(lower(coalesce(t.capability, t.type)), '[^a-z0-9_.-]+', '_', 'g'), '_.-'), 64) as name
      ) c
      where i.fleet_name = ${fleetName} and t.split is distinct from 'test' and c.name <> ''
        and lower(coalesce(t.capability, '')) <> all(${NO_CAPABILITY}::text[])
      group by o.agent_id, c.name
      having sum(o.score) > 0
    ) ranked where place <= 200`;
}

/** The latest imports, newest first. */
export async function listImports(db: Db) {
  return db.historyImport.findMany({ orderBy: { createdAt: "desc" }, take: 200 });
}
