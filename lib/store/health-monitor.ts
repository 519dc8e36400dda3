import type { Db } from "./client.ts";

/** An outcome as monitors watch it. */
export interface JudgedOutcome {
  at: Date;
  agentId: string | null;
  agent: string | null;
  fleetName: string;
  configuration: string | null;
  predictorVersion: number | null;
  taskType: string;
  success: boolean;
  /** As foretold before recent outcomes corrected it; null: nobody foretold it. */
  foretold: number | null;
  durationMs: number | null;
}

/** Judged within [from, to), oldest first. */
export async function listJudgedOutcomes(db: Db, fromMs: number, toMs: number): Promise<JudgedOutcome[]> {
  return db.$queryRaw<JudgedOutcome[]>`
    select o.judged_at as at, d.agent_id as "agentId", d.agent_name as agent, d.fleet_name as "fleetName",
      d.configuration, d.predictor_version as "predictorVersion", d.task_type as "taskType", o.success,
      coalesce(d.base_success, d.predicted_success) as foretold, o.duration_ms as "durationMs"
    from outcome o join decision d on d.id = o.decision_id
    where o.judged_at >= ${new Date(fromMs)} and o.judged_at < ${new Date(toMs)} and o.success is not null
    order by o.judged_at`;
}

/** When the first outcome was judged since then; null: none was. */
export async function firstJudgedSince(db: Db, sinceMs: number): Promise<number | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`
    select min(judged_at) as at from outcome where judged_at >= ${new Date(sinceMs)}`;
  return row?.at?.getTime() ?? null;
}

/** Mean of the log duration and share of successes by fleet and task type, over what was judged within [from, to). */
export async function readUsualByType(db: Db, fromMs: number, toMs: number) {
  const rows = await db.$queryRaw<
    { fleetName: string; taskType: string; n: number; rate: number; logMs: number | null }[]
  >`
    select d.fleet_name as "fleetName", d.task_type as "taskType", count(*)::int as n,
      avg(o.success::int)::float8 as rate,
      avg(ln(o.duration_ms)) filter (where o.duration_ms > 0)::float8 as "logMs"
    from outcome o join decision d on d.id = o.decision_id
    where o.judged_at >= ${new Date(fromMs)} and o.judged_at < ${new Date(toMs)} and o.success is not null
    group by 1, 2`;
  return new Map(rows.map((row) => [`${row.fleetName} ${row.taskType}`, row]));
}

export interface MonitorKey {
  kind: string;
  subject: string;
}

export interface MonitorRow extends MonitorKey {
  label: string;
  /** Without its hours. */
  state: unknown;
}

/** Up to when all outcomes were watched; null: none was. */
export async function findWatchedTo(db: Db): Promise<number | null> {
  const { _max } = await db.healthMonitor.aggregate({ _max: { watchedTo: true } });
  return _max.watchedTo?.getTime() ?? null;
}

export async function listMonitors(db: Db, key: Partial<MonitorKey> = {}): Promise<MonitorRow[]> {
  return db.healthMonitor.findMany({
    where: key,
    select: { kind: true, subject: true, label: true, state: true },
    orderBy: [{ kind: "asc" }, { label: "asc" }],
  });
}

/** Sums of its hours since, oldest first; `hour` counts from 1970. */
export async function listMonitorHours(db: Db, { kind, subject }: MonitorKey, sinceHour: number) {
  return db.healthHour.findMany({
    where: { kind, subject, hour: { gte: sinceHour } },
    select: { hour: true, sums: true },
    orderBy: { hour: "asc" },
  });
}

export async function putMonitor(
  db: Db,
  row: MonitorRow,
  hours: readonly { hour: number; sums: number[] }[],
  watchedToMs: number,
  keepFromHour: number,
): Promise<void> {
  const { kind, subject, label } = row;
  const data = { label, state: row.state as object, watchedTo: new Date(watchedToMs) };
  const key = { kind, subject };
  await db.healthMonitor.upsert({ where: { kind_subject: key }, create: { ...key, ...data }, update: data });
  const fromHour = hours[0]?.hour;
  if (fromHour !== undefined) await db.healthHour.deleteMany({ where: { ...key, hour: { gte: fromHour } } });
  await db.healthHour.createMany({ data: hours.map((hour) => ({ ...key, ...hour })) });
  await db.healthHour.deleteMany({ where: { ...key, hour: { lt: keepFromHour } } });
}

/** Replaces the state of a monitor and the hours that are given. */
export async function replaceMonitor(
  db: Db,
  { kind, subject, state }: MonitorKey & { state: unknown },
  hours: readonly { hour: number; sums: number[] }[],
): Promise<void> {
  const key = { kind, subject };
  await db.healthMonitor.update({ where: { kind_subject: key }, data: { state: state as object } });
  await db.healthHour.deleteMany({ where: { ...key, hour: { in: hours.map(({ hour }) => hour) } } });
  await db.healthHour.createMany({ data: hours.map((hour) => ({ ...key, ...hour })) });
}

/** Notes that everything before was watched, also where there was nothing to see. */
export async function noteWatched(db: Db, watchedToMs: number): Promise<void> {
  await db.healthMonitor.updateMany({ data: { watchedTo: new Date(watchedToMs) } });
}

/** Forgets what was learned of things that are gone. */
export async function deleteMonitor(db: Db, { kind, subject }: MonitorKey): Promise<void> {
  await db.healthMonitor.deleteMany({ where: { kind, subject } });
  await db.healthHour.deleteMany({ where: { kind, subject } });
  await db.healthNormal.deleteMany({ where: { kind, subject } });
}

/** Forgets what was learned of a fleet's agents and versions; before its agents are gone. */
export async function deleteMonitorsOfFleet(db: Db, fleetName: string): Promise<void> {
  const agents = await db.agent.findMany({ where: { fleetName }, select: { id: true } });
  const own = [
    { kind: "agent", subject: { in: agents.map(({ id }) => id) } },
    { kind: "version", subject: { startsWith: `${fleetName}/` } },
  ];
  await db.healthMonitor.deleteMany({ where: { OR: own } });
  await db.healthHour.deleteMany({ where: { OR: own } });
  await db.healthNormal.deleteMany({ where: { OR: own } });
}
