import { idFloor } from "#lib/core/ids.ts";
import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** A judged outcome of a decision that one of the two versions has made. */
export interface VersionOutcome {
  decisionId: string;
  /** When it was judged. */
  atMs: number;
  version: number;
  taskType: string;
  success: boolean;
  costNanoUsd: number | null;
  durationMs: number | null;
  /** As the decision foretold it. */
  predictedSuccess: number | null;
  /** As the shadow foretold it; null without one. */
  shadowPredicted: number | null;
}

interface Row {
  decision_id: string;
  at_ms: number;
  version: number;
  task_type: string;
  success: boolean;
  cost: number | null;
  duration_ms: number | null;
  predicted: number | null;
  shadow: number | null;
}

export interface OutcomesAfter {
  fleetName: string;
  versions: readonly number[];
  /** Decisions from here on alone. */
  startedAtMs: number;
  /** After this outcome and until that time. */
  afterMs: number;
  afterId: string;
  untilMs: number;
  /** Only decisions this trial has scored, with its forecast. */
  shadowOf: string | null;
}

/** Outcomes of the versions' decisions in the order they were judged, at most `limit`. */
export async function listOutcomesAfter(db: Db, after: OutcomesAfter, limit: number): Promise<VersionOutcome[]> {
  const [afterAt, until] = [new Date(after.afterMs), new Date(after.untilMs)];
  const shadow =
    after.shadowOf === null
      ? { column: Prisma.sql`null::float8`, join: Prisma.empty }
      : {
          column: Prisma.sql`s.predicted_success`,
          join: Prisma.sql`join shadow_score s on s.decision_id = d.id and s.trial_id = ${after.shadowOf}`,
        };
  const rows = await db.$queryRaw<Row[]>`
    select o.decision_id, extract(epoch from o.judged_at)::float8 * 1000 at_ms, d.predictor_version version, d.task_type,
      o.success, o.cost_nano_usd::float8 cost, o.duration_ms, d.predicted_success predicted, ${shadow.column} shadow
    from outcome o join decision d on d.id = o.decision_id ${shadow.join}
    where (o.judged_at, o.decision_id) > (${afterAt}, ${after.afterId}) and o.judged_at >= ${afterAt} and o.judged_at <= ${until}
      and d.fleet_name = ${after.fleetName} and d.id >= ${idFloor("dec", after.startedAtMs)}
      and d.predictor_version = any(${[...after.versions]}::int[])
    order by o.judged_at, o.decision_id limit ${limit}`;
  return rows.map(toOutcome);
}

/** The newest judged outcomes of a version's decisions before a time, newest first: its record. */
export async function listRecord(
  db: Db,
  fleetName: string,
  version: number,
  beforeMs: number,
  limit: number,
): Promise<VersionOutcome[]> {
  const rows = await db.$queryRaw<Row[]>`
    select o.decision_id, extract(epoch from o.judged_at)::float8 * 1000 at_ms, d.predictor_version version, d.task_type,
      o.success, o.cost_nano_usd::float8 cost, o.duration_ms, d.predicted_success predicted, null::float8 shadow
    from decision d join outcome o on o.decision_id = d.id
    where d.fleet_name = ${fleetName} and d.id < ${idFloor("dec", beforeMs)} and d.predictor_version = ${version}
      and o.success is not null
    order by d.id desc limit ${limit}`;
  return rows.map(toOutcome);
}

/** Decisions that versions have made after one and before another id, by version. */
export async function countDecisionsByVersion(
  db: Db,
  fleetName: string,
  afterId: string,
  beforeId: string,
): Promise<Map<number, number>> {
  const rows = await db.$queryRaw<{ version: number; n: number }[]>`
    select predictor_version version, count(*)::int n from decision
    where fleet_name = ${fleetName} and id > ${afterId} and id < ${beforeId} and predictor_version is not null
    group by 1`;
  return new Map(rows.map(({ version, n }) => [version, n]));
}

function toOutcome(row: Row): VersionOutcome {
  return {
    decisionId: row.decision_id,
    atMs: Math.round(row.at_ms),
    version: row.version,
    taskType: row.task_type,
    success: row.success,
    costNanoUsd: row.cost,
    durationMs: row.duration_ms,
    predictedSuccess: row.predicted,
    shadowPredicted: row.shadow,
  };
}
