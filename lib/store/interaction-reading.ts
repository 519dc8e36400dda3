import { idFloor } from "#lib/core/ids.ts";
import { pool } from "./client.ts";
import { eachRow } from "./observation.ts";
import { UNSPECIFIED_TYPE } from "./team-run-reading.ts";
import { teamRunRows } from "./team-run-rows.ts";

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

/**
 * Reads runs one after another, through a cursor from one snapshot, so that memory holds one run at a time; what makes
 * one, `teamRunRows` says.
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

/** $2 and $3 milliseconds, $4 and $5 the same as decision ids, $6 with imports. */
const RUNS = teamRunRows(
  {
    before: "",
    roots: "d.id >= $4 and d.id < $5",
    continued: "c.id < $5",
    outcomes: "o.at < to_timestamp($3::float8 / 1000.0)",
    interactions: `(select * from interaction where fleet_name = $1 and ((source = 'import' and $6)
      or (source <> 'import' and at >= to_timestamp($2::float8 / 1000.0) and at < to_timestamp($3::float8 / 1000.0)))) i`,
    given: "true",
  },
  "o.run_id, o.at_ms, o.step, o.from_agent, o.to_agent, o.kind, o.chars, o.said, o.task_type",
);
