import { idFloor } from "#lib/core/ids.ts";
import { pool } from "./client.ts";
import { eachRow } from "./observation.ts";

/** Whose interactions are read, and of when; what was imported is read whole. */
export interface InteractionScope {
  fleetName: string;
  fromMs: number;
  /** What came then or later does not count. */
  untilMs: number;
  /** Only what was imported, or all but that; by default both. */
  source?: "all" | "imported" | "decisions";
}

/** A run as the behaviour engine takes it (`TeamRun`), with whose fault its failure was, where somebody knows. */
export interface StoredTeamRun {
  id: string;
  taskType: string;
  taskText: string | null;
  succeeded: boolean | null;
  interactions: StoredInteraction[];
  fault: { agent: string; step: number | null } | null;
}

interface StoredInteraction {
  step: number;
  from: string;
  to: string | null;
  kind: string;
  chars: number | null;
  atMs: number | null;
  text: string | null;
}

type Row = [
  ...[run: string, at: number | null, step: number | null, from: string, to: string | null, kind: string],
  ...[chars: number | null, text: string | null, taskType: string | null],
  // Of the run; null but in its first row.
  ...[runType: string | null, runText: string | null, succeeded: boolean | null],
  ...[faultAgent: string | null, faultStep: number | null],
];

/** Of texts and of tasks: what they are about stands at their beginning. */
const MAX_TEXT = 2_000;
const UNSPECIFIED_TYPE = "unspecified";

/**
 * Reads runs one after another, through a cursor from one snapshot, so that memory holds one run at a time. Beside what
 * was reported, imported or traced, a decision with a parent is a hand-off from the parent's agent to its own, and its
 * outcome is that agent's turn; what was also reported is told once. Such hand-offs belong to the run that interactions with
 * one of the chain's decisions name, else to the chain's first decision. The order is by step where every row of the run has one, else by time.
 */
export async function readTeamRuns(scope: InteractionScope, onRun: (run: StoredTeamRun) => void): Promise<void> {
  const client = await pool().connect();
  let open: StoredTeamRun | null = null;
  try {
    await client.query("begin isolation level repeatable read read only");
    // Helpers of PostgreSQL would take the processors that tasks are routed on.
    await client.query("set local max_parallel_workers_per_gather = 0");
    const { fleetName, untilMs, source = "all" } = scope;
    // Of an empty time nothing but what was imported is read.
    const fromMs = source === "imported" ? untilMs : scope.fromMs;
    await eachRow<Row>(client, {
      text: RUNS,
      values: [fleetName, fromMs, untilMs, idFloor("dec", fromMs), idFloor("dec", untilMs), source !== "decisions"],
      onRow: (row) => {
        if (open?.id !== row[0]) {
          if (open) onRun(open);
          open = openRun(row);
        }
        addRow(open, row);
      },
      onFetch: () => undefined,
    });
    await client.query("commit");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
  if (open) onRun(open);
}

function openRun(row: Row): StoredTeamRun {
  const [id, , , , , , , , rowType, runType, taskText, succeeded, faultAgent, faultStep] = row;
  const fault = faultAgent === null ? null : { agent: faultAgent, step: faultStep };
  return { id, taskType: runType ?? rowType ?? UNSPECIFIED_TYPE, taskText, succeeded, interactions: [], fault };
}

function addRow(run: StoredTeamRun, [, atMs, given, from, to, kind, chars, text, taskType]: Row): void {
  const next = (run.interactions.at(-1)?.step ?? -1) + 1;
  if (run.taskType === UNSPECIFIED_TYPE && taskType !== null) run.taskType = taskType;
  run.interactions.push({ step: Math.max(given ?? next, next), from, to, kind, chars, atMs, text });
}

/**
 * $1 fleet, $2 and $3 milliseconds, $4 and $5 the same as decision ids, $6 with imports. `chain`: decisions that go back to
 * one of the time; what a run knows of its first decision travels with its rows, since joins of such sets with each other
 * take the square of their size. Rows that are hidden carry that alone. A result of a decision's agent is addressed to itself:
 * nobody says who takes it.
 */
const RUNS = `
  with recursive chain as (
    select d.id root, d.id, d.task_type, d.agent_name agent, d.at, null::text parent, null::text parent_agent, 0 depth
    from decision d
    where d.fleet_name = $1 and d.id >= $4 and d.id < $5 and d.parent_decision_id is null
      and exists (select from decision c where c.parent_decision_id = d.id)
    union all
    select chain.root, c.id, c.task_type, c.agent_name, c.at, chain.id, chain.agent, chain.depth + 1
    from chain join decision c on c.parent_decision_id = chain.id
    -- Not by the fleet's index: it holds all of its decisions, and few of them have this parent.
    where chain.depth < 1000 and c.fleet_name || '' = $1 and c.id < $5
  ), placed as (
    select c.*, o.at ended_at,
      coalesce(first_value(n.run_id) over (partition by c.root order by n.at nulls last, n.id nulls last), c.root) run_id,
      first_value(o.success) over (partition by c.root order by o.success is null, c.id desc) success
    from chain c
    left join lateral (
      select told.* from (
        (select i.run_id, i.at, i.id from interaction i where i.fleet_name = $1 and i.decision_id = c.id order by i.at, i.id limit 1)
        union all
        (select i.run_id, i.at, i.id from interaction i where i.fleet_name = $1 and i.parent_decision_id = c.id order by i.at, i.id limit 1)
      ) told order by told.at, told.id limit 1
    ) n on true
    left join outcome o on o.decision_id = c.id and o.at < to_timestamp($3::float8 / 1000.0)
  ), turn as (
    select i.run_id, case i.source when 'import' then null else extract(epoch from i.at)::float8 * 1000 end at_ms,
      i.step, i.from_agent, i.to_agent, i.kind, i.chars, left(t.text, ${MAX_TEXT}) said, i.task_type, i.id,
      false hidden, null root, null::boolean success
    from interaction i
    left join interaction_text t on t.fleet_name = i.fleet_name and t.interaction_id = i.id
    where i.fleet_name = $1 and ((i.source = 'import' and $6)
      or (i.source <> 'import' and i.at >= to_timestamp($2::float8 / 1000.0) and i.at < to_timestamp($3::float8 / 1000.0)))
    union all
    select c.run_id, extract(epoch from c.at)::float8 * 1000, null, c.parent_agent, c.agent, 'handoff', null, null, c.task_type, c.id,
      c.parent_agent is null or c.agent is null or exists (
        select from interaction i where i.decision_id = c.id and i.fleet_name = $1 and i.kind <> 'result')
      or exists (
        select from interaction i where i.parent_decision_id = c.parent and i.decision_id is null and i.fleet_name = $1
          and i.to_agent = c.agent and i.kind <> 'result'),
      c.root, c.success
    from placed c
    union all
    select c.run_id, extract(epoch from c.ended_at)::float8 * 1000, null, c.agent, c.agent, 'result', null, null, c.task_type, c.id,
      false, c.root, c.success
    from placed c
    where c.agent is not null and c.ended_at is not null and not exists (
      select from interaction i where i.decision_id = c.id and i.fleet_name = $1 and i.kind = 'result')
  ), marked as (
    select turn.*, bool_and(hidden or step is not null) over (partition by run_id) stepped,
      first_value(root) over (partition by run_id order by root nulls last) first_root,
      first_value(success) over (partition by run_id order by root nulls last) root_success
    from turn
  ), ordered as (
    select marked.*, row_number() over (
      partition by run_id order by hidden, case when stepped then step end, at_ms, step, id collate "C") place
    from marked
  )
  select o.run_id, o.at_ms, o.step, o.from_agent, o.to_agent, o.kind, o.chars, o.said, o.task_type,
    coalesce(r.task_type, d.task_type), left(coalesce(d.task::json ->> 'description', h.text), ${MAX_TEXT}),
    coalesce(r.succeeded, case when o.place = 1 then o.root_success end), r.fault_agent, r.fault_step
  from ordered o
  left join interaction_run r on o.place = 1 and r.fleet_name = $1 and r.id = o.run_id
  left join decision d on o.place = 1 and d.id = o.first_root
  left join lateral (
    select t.text from history_import i join history_task t on t.import_id = i.id and t.item_id = o.run_id
    where i.fleet_name = $1 and r.source = 'import' limit 1
  ) h on true
  where not o.hidden
  order by o.run_id collate "C", o.place`;
