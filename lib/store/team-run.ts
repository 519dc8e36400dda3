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

/** Runs of a fleet, those that somebody spoke in last first, as a keyset page. */
export async function listTeamRuns(filter: RunFilter, after: RunPlace | null, limit: number): Promise<Page<RunRow>> {
  const values: unknown[] = [filter.fleetName];
  const where = ["fleet_name = $1"];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === null) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  // As a constant, so that the index of failed ones alone fits.
  if (filter.failed) where.push("succeeded is false");
  add(filter.pattern, (p) => `patterns @> array[${p}::text]`);
  add(filter.agent, (p) => `agents @> array[${p}::text]`);
  add(filter.taskType, (p) => `task_type = ${p}`);
  add(filter.fromMs, (p) => `last_at >= ${time(p)}`);
  add(filter.toMs, (p) => `last_at < ${time(p)}`);
  if (after) {
    values.push(after.lastAtMs, after.id);
    where.push(`(last_at, id) < (${time(`$${values.length - 1}`)}, $${values.length})`);
  }
  const { rows } = await pool().query<Row>(
    `select id, started_at, last_at, task_type, succeeded, turns, agents, patterns, fault_agent, fault_step
      from team_run where ${where.join(" and ")} order by fleet_name desc, last_at desc, id desc limit ${limit + 1}`,
    values,
  );
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
