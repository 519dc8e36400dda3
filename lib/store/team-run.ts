import type pg from "pg";
import type { Page } from "#lib/contracts/page.ts";
import type { RunPattern, RunRow } from "#lib/contracts/team-run.ts";
import { pool } from "./client.ts";
import { RowTable } from "./row-table.ts";
import { MOST_TURNS } from "./team-run-reading.ts";

/** A run as lists show it; see prisma/schema/interaction.prisma. */
export interface TeamRunRecord {
  fleetName: string;
  id: string;
  startedAtMs: number;
  lastAtMs: number;
  taskType: string;
  succeeded: boolean | null;
  turns: number;
  agents: string[];
  patterns: RunPattern[];
  faultAgent: string | null;
  faultStep: number | null;
  reported: boolean;
  rallied: boolean;
  behaviorVersion: number | null;
}

const RUNS = new RowTable<TeamRunRecord>("team_run", {
  fleetName: "text",
  id: "text",
  startedAtMs: "time",
  lastAtMs: "time",
  taskType: "text",
  succeeded: "bool",
  turns: "int",
  agents: "text[]",
  patterns: "text[]",
  faultAgent: "text",
  faultStep: "int",
  reported: "bool",
  rallied: "bool",
  behaviorVersion: "int",
});
const UPSERT = `${RUNS.insertMany("$1", ["fleetName", "id"])}
  on conflict (fleet_name, id) do update set
    started_at = excluded.started_at, last_at = greatest(team_run.last_at, excluded.last_at), task_type = excluded.task_type,
    succeeded = excluded.succeeded, turns = excluded.turns, agents = excluded.agents, patterns = excluded.patterns,
    fault_agent = excluded.fault_agent, fault_step = excluded.fault_step, reported = excluded.reported,
    rallied = excluded.rallied, behavior_version = excluded.behavior_version`;

/** Writes runs as they are now, whatever was written of them before. Each id once. */
export async function writeTeamRuns(
  client: Pick<pg.PoolClient, "query">,
  rows: readonly TeamRunRecord[],
): Promise<void> {
  if (rows.length > 0) await client.query(UPSERT, [RUNS.many(rows)]);
}

/** Takes runs of which nothing is left out of the lists. */
export async function deleteTeamRuns(
  client: Pick<pg.PoolClient, "query">,
  fleetName: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length > 0) {
    await client.query("delete from team_run where fleet_name = $1 and id = any($2::text[])", [fleetName, ids]);
  }
}

export interface RunFilter {
  fleetName: string;
  failed: boolean;
  pattern: RunPattern | null;
  agent: string | null;
  taskType: string | null;
  fromMs: number | null;
  toMs: number | null;
}

/** Where a page of the list begins: after this run. */
export interface RunPlace {
  lastAtMs: number;
  id: string;
}

interface Row {
  id: string;
  started_at: Date;
  last_at: Date;
  task_type: string;
  succeeded: boolean | null;
  turns: number;
  agents: string[];
  patterns: RunPattern[];
  fault_agent: string | null;
  fault_step: number | null;
}

const time = (parameter: string) => `to_timestamp(${parameter}::float8 / 1000.0)`;

const COLUMNS = `id, started_at, last_at, task_type, succeeded, turns, agents, patterns, fault_agent, fault_step`;
const NEWEST_FIRST = "order by fleet_name desc, last_at desc, id desc";
/** So many runs are looked through before what is asked for is taken for rare: a page of one in a hundred is full by then. */
const LOOKED_THROUGH = 5_000;

/**
 * Runs of a fleet, those that somebody spoke in last first, as a keyset page. By agent or pattern no index has them in
 * this order. Those of many runs fill a page out of the newest ones; those of few, or of none, are found by the index of
 * their own and put in order. Either costs the same however many other runs there are.
 */
export async function listTeamRuns(filter: RunFilter, after: RunPlace | null, limit: number): Promise<Page<RunRow>> {
  const { values, ordered, labels } = conditionsOf(filter, after);
  const most = limit + 1;
  const first = labels.length > 0 ? Math.max(LOOKED_THROUGH, most) : most;
  const newest = `select ${COLUMNS} from team_run where ${ordered.join(" and ")} ${NEWEST_FIRST} limit ${first}`;
  const read = (text: string) => pool().query<Row>(text, values);
  if (labels.length === 0) return pageOf((await read(newest)).rows, limit);
  const last = `${labels.join(" and ")} order by last_at desc, id desc limit ${most}`;
  const { rows } = await read(`select ${COLUMNS} from (${newest}) newest where ${last}`);
  if (rows.length === most) return pageOf(rows, limit);
  // Apart, so that the planner does not go through all runs in the order that is asked for.
  const labelled = `select * from team_run where ${[...ordered, ...labels].join(" and ")}`;
  return pageOf(
    (await read(`with labelled as materialized (${labelled}) select ${COLUMNS} from labelled where ${last}`)).rows,
    limit,
  );
}

/** What indexes have in the order of the list, and what they have not. */
function conditionsOf(filter: RunFilter, after: RunPlace | null) {
  const values: unknown[] = [filter.fleetName];
  const ordered = ["fleet_name = $1"];
  const labels: string[] = [];
  const add = (to: string[], value: unknown, condition: (parameter: string) => string) => {
    if (value === null) return;
    values.push(value);
    to.push(condition(`$${values.length}`));
  };
  // As a constant, so that the index of failed ones alone fits.
  if (filter.failed) ordered.push("succeeded is false");
  add(labels, filter.pattern, (p) => `patterns @> array[${p}::text]`);
  add(labels, filter.agent, (p) => `agents @> array[${p}::text]`);
  add(ordered, filter.taskType, (p) => `task_type = ${p}`);
  add(ordered, filter.fromMs, (p) => `last_at >= ${time(p)}`);
  add(ordered, filter.toMs, (p) => `last_at < ${time(p)}`);
  if (after) {
    values.push(after.lastAtMs, after.id);
    ordered.push(`(last_at, id) < (${time(`$${values.length - 1}`)}, $${values.length})`);
  }
  return { values, ordered, labels };
}

function pageOf(rows: readonly Row[], limit: number): Page<RunRow> {
  const page = rows.slice(0, limit).map(toRow);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? `${Date.parse(last.lastAt)} ${last.id}` : null };
}

function toRow(row: Row): RunRow {
  return {
    id: row.id,
    startedAt: row.started_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    taskType: row.task_type,
    succeeded: row.succeeded,
    turns: row.turns,
    cut: row.turns >= MOST_TURNS,
    agents: row.agents,
    patterns: row.patterns,
    fault: row.fault_agent === null ? null : { agent: row.fault_agent, step: row.fault_step },
  };
}

/** The fleet whose list has a run of this id, of several the one in which it was spoken in last; null: none. */
export async function fleetOfRun(id: string): Promise<string | null> {
  const { rows } = await pool().query<{ name: string }>(
    `select f.name from fleet f join team_run r on r.fleet_name = f.name and r.id = $1 order by r.last_at desc limit 1`,
    [id],
  );
  return rows[0]?.name ?? null;
}

/** The fleet in which agents have worked together last; null: in none. */
export async function fleetOfLatestRun(): Promise<string | null> {
  const { rows } = await pool().query<{ name: string }>(
    `select f.name from fleet f cross join lateral (
        select last_at from team_run where fleet_name = f.name order by last_at desc limit 1) r
      order by r.last_at desc limit 1`,
  );
  return rows[0]?.name ?? null;
}
