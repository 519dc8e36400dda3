import type { InteractionSource } from "#lib/contracts/interaction.ts";
import type { Db } from "./client.ts";
import { RowTable } from "./row-table.ts";

/** An interaction as it is stored; see prisma/schema/interaction.prisma. Unknown is null. */
export interface InteractionRecord {
  fleetName: string;
  id: string;
  atMs: number;
  runId: string;
  step: number | null;
  fromAgent: string;
  toAgent: string | null;
  kind: string;
  taskType: string | null;
  decisionId: string | null;
  parentDecisionId: string | null;
  chars: number | null;
  tokens: number | null;
  durationMs: number | null;
  success: boolean | null;
  quality: number | null;
  source: InteractionSource;
}

const INTERACTIONS = new RowTable<InteractionRecord>("interaction", {
  fleetName: "text",
  id: "text",
  atMs: "time",
  runId: "text",
  step: "int",
  fromAgent: "text",
  toAgent: "text",
  kind: "text",
  taskType: "text",
  decisionId: "text",
  parentDecisionId: "text",
  chars: "int",
  tokens: "int",
  durationMs: "int",
  success: "bool",
  quality: "float8",
  source: "text",
});
const INSERT = `${INTERACTIONS.insertMany("$1", ["id"])} on conflict do nothing returning id`;

/** Writes those whose ids the fleet does not have yet. @returns their ids */
export async function insertInteractions(db: Db, rows: readonly InteractionRecord[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const written = await db.$queryRawUnsafe<{ id: string }[]>(INSERT, INTERACTIONS.many(rows));
  return new Set(written.map(({ id }) => id));
}

export interface InteractionRunRecord {
  fleetName: string;
  id: string;
  atMs: number;
  taskType: string | null;
  succeeded: boolean | null;
  faultAgent: string | null;
  faultStep: number | null;
  source: InteractionSource;
}

const RUNS = new RowTable<InteractionRunRecord>("interaction_run", {
  fleetName: "text",
  id: "text",
  atMs: "time",
  taskType: "text",
  succeeded: "bool",
  faultAgent: "text",
  faultStep: "int",
  source: "text",
});
const UPSERT_RUNS = `${RUNS.insertMany("$1", ["id"])}
  on conflict (fleet_name, id) do update set
    task_type = coalesce(interaction_run.task_type, excluded.task_type),
    succeeded = coalesce(interaction_run.succeeded, excluded.succeeded),
    fault_agent = coalesce(interaction_run.fault_agent, excluded.fault_agent),
    fault_step = coalesce(interaction_run.fault_step, excluded.fault_step)
  where (interaction_run.succeeded is null and excluded.succeeded is not null)
    or (interaction_run.task_type is null and excluded.task_type is not null)
    or (interaction_run.fault_agent is null and excluded.fault_agent is not null)
  returning id`;

/** Writes how runs ended; what is known of one stays. Each id once. @returns ids of those that told something new */
export async function insertRuns(db: Db, rows: readonly InteractionRunRecord[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const written = await db.$queryRawUnsafe<{ id: string }[]>(UPSERT_RUNS, RUNS.many(rows));
  return new Set(written.map(({ id }) => id));
}

/** The first decision of the chain that each of these continues, by their ids; unknown ones are absent. */
export async function findRootDecisions(
  db: Db,
  fleetName: string,
  decisionIds: readonly string[],
): Promise<Map<string, string>> {
  if (decisionIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ start: string; id: string }[]>`
    with recursive up as (
      select d.id start, d.id, d.parent_decision_id parent, 1 depth
      from decision d where d.id = any(${[...decisionIds]}::text[]) and d.fleet_name = ${fleetName}
      union all
      select up.start, d.id, d.parent_decision_id, up.depth + 1
      from up join decision d on d.id = up.parent and d.fleet_name = ${fleetName} where up.depth < 1000
    )
    select distinct on (start) start, id from up order by start, depth desc`;
  return new Map(rows.map(({ start, id }) => [start, id]));
}
