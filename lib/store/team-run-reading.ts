import type pg from "pg";
import type { InteractionSource } from "#lib/contracts/interaction.ts";
import { teamRunRows } from "./team-run-rows.ts";

/** Of a longer run the first ones are read: one that never ends must not cost more with each word. */
export const MOST_TURNS = 2_000;
export const UNSPECIFIED_TYPE = "unspecified";
const BULK = { query_timeout: 60_000 };

/** One turn of a run with everything that is known of it. */
export interface RunTurn {
  /** Place in the run, unique and ascending; as given, where every turn of the run says its own. */
  step: number;
  from: string;
  to: string | null;
  kind: string;
  chars: number | null;
  /** Null: it was imported, and nobody knows when it was said. */
  atMs: number | null;
  /** When it was written down, where it was imported. */
  storedAtMs: number;
  /** Its beginning; null where it is not kept. */
  text: string | null;
  /** That placed the receiver, or of the agent whose turn it is. */
  decisionId: string | null;
  /** That placed the sender. */
  parentDecisionId: string | null;
  durationMs: number | null;
  tokens: number | null;
  success: boolean | null;
  /** Where it was heard of; null: decisions alone say so. */
  source: InteractionSource | null;
}

/** A run as the behaviour engine takes it, with what its page shows beside. */
export interface WholeRun {
  id: string;
  taskType: string;
  taskText: string | null;
  succeeded: boolean | null;
  /** Whose fault its failure was, where somebody knows. */
  fault: { agent: string; step: number | null } | null;
  interactions: RunTurn[];
}

const RUNS = teamRunRows(
  {
    // The decisions that interactions of the runs name, and those that are runs themselves, back to where they began.
    before: `told as (
      select i.* from unnest($2::text[]) wanted(id)
      cross join lateral (
        select * from interaction where fleet_name = $1 and run_id = wanted.id order by step limit ${MOST_TURNS}) i
    ), up as (
      select d.id, d.parent_decision_id parent, 1 depth from decision d
      where d.fleet_name || '' = $1 and d.id in (
        select unnest($2::text[]) union select decision_id from told union select parent_decision_id from told)
      union
      select d.id, d.parent_decision_id, up.depth + 1 from up join decision d on d.id = up.parent
      where up.depth < 1000 and d.fleet_name || '' = $1
    ),`,
    roots: "d.id in (select id from up)",
    continued: "true",
    outcomes: "true",
    interactions: "told i",
    given: `o.run_id = any($2::text[]) and o.place <= ${MOST_TURNS}`,
  },
  `o.run_id, o.step, o.from_agent, o.to_agent, o.kind, o.chars, o.at_ms, o.said, o.task_type,
    extract(epoch from o.at)::float8 * 1000, o.decision_id, o.parent_decision_id, o.duration_ms, o.tokens, o.success, o.source`,
);

type Row = [
  ...[run: string, step: number | null, from: string, to: string | null, kind: string, chars: number | null],
  ...[at: number | null, text: string | null, taskType: string | null, storedAt: number],
  ...[decision: string | null, parentDecision: string | null],
  ...[durationMs: number | null, tokens: number | null, success: boolean | null, source: InteractionSource | null],
  ...[runType: string | null, runText: string | null, succeeded: boolean | null],
  ...[faultAgent: string | null, faultStep: number | null],
];

/** Runs of a fleet by their ids, each whole up to MOST_TURNS; those that do not exist are left out. */
export async function readRuns(
  client: Pick<pg.PoolClient, "query">,
  fleetName: string,
  ids: readonly string[],
): Promise<WholeRun[]> {
  const { rows } = await client.query<Row>({ ...BULK, text: RUNS, values: [fleetName, ids], rowMode: "array" });
  const runs: WholeRun[] = [];
  for (const row of rows) {
    let run = runs.at(-1);
    if (run?.id !== row[0]) {
      run = openRun(row);
      runs.push(run);
    }
    addTurn(run, row);
  }
  return runs;
}

function openRun(row: Row): WholeRun {
  const [id, , , , , , , , ownType] = row;
  const [runType, taskText, succeeded, faultAgent, faultStep] = row.slice(16) as [
    ...[string | null, string | null, boolean | null, string | null, number | null],
  ];
  const fault = faultAgent === null ? null : { agent: faultAgent, step: faultStep };
  return { id, taskType: runType ?? ownType ?? UNSPECIFIED_TYPE, taskText, succeeded, fault, interactions: [] };
}

function addTurn(run: WholeRun, row: Row): void {
  const [, given, from, to, kind, chars, atMs, text, taskType] = row;
  const [, , , , , , , , , storedAtMs, decisionId, parentDecisionId, durationMs, tokens, success, source] = row;
  const next = (run.interactions.at(-1)?.step ?? -1) + 1;
  if (run.taskType === UNSPECIFIED_TYPE && taskType !== null) run.taskType = taskType;
  const said = { step: Math.max(given ?? next, next), from, to, kind, chars, atMs, text };
  run.interactions.push({ ...said, storedAtMs, decisionId, parentDecisionId, durationMs, tokens, success, source });
}
