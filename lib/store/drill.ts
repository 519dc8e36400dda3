import type { DrillTally, DrillView, GoneKind } from "#lib/contracts/fallback.ts";
import type { Db } from "./client.ts";

/** What simulated requests of one kind added since the last time; '' stands for nobody. */
export interface DrillCount {
  drillId: string;
  taskType: string;
  withoutDrill: string;
  inDrill: string;
  requests: number;
  successBefore: number;
  successAfter: number;
  costed: number;
  costBeforeNanoUsd: bigint;
  costAfterNanoUsd: bigint;
}

type NewDrill = Pick<DrillView, "id" | "fleetName" | "kind" | "thing" | "reason" | "createdBy"> & {
  createdAt: Date;
  until: Date;
};

export async function insertDrill(db: Db, row: NewDrill): Promise<void> {
  await db.drill.create({ data: row });
}

/** Those that run at the instant, the one that ends first before the others. */
export async function listRunningDrills(db: Db, atMs: number): Promise<DrillView[]> {
  const rows = await db.drill.findMany({
    where: { endedAt: null, until: { gt: new Date(atMs) } },
    orderBy: { until: "asc" },
    take: 200,
  });
  return rows.map((row) => toView(row, atMs));
}

/** Of a fleet, running or over, the newest first. */
export async function listDrillsOf(db: Db, fleetName: string, atMs: number, limit: number): Promise<DrillView[]> {
  const rows = await db.drill.findMany({ where: { fleetName }, orderBy: { id: "desc" }, take: limit });
  return rows.map((row) => toView(row, atMs));
}

export async function findDrill(db: Db, id: string, atMs: number): Promise<DrillView | null> {
  const row = await db.drill.findUnique({ where: { id } });
  return row && toView(row, atMs);
}

/** Ends one before its time. @returns false when it is over or gone */
export async function endDrillRow(db: Db, id: string, by: string, atMs: number): Promise<boolean> {
  const at = new Date(atMs);
  const { count } = await db.drill.updateMany({
    where: { id, endedAt: null, until: { gt: at } },
    data: { endedAt: at, endedBy: by },
  });
  return count > 0;
}

/** Adds the count of one process to those of the others; of a drill that is gone nothing is kept. */
export async function addDrillCount(db: Db, one: DrillCount): Promise<void> {
  await db.$executeRaw`
      insert into drill_tally as t (drill_id, task_type, without_drill, in_drill, requests, success_before, success_after,
        costed, cost_before_nano_usd, cost_after_nano_usd)
      select id, ${one.taskType}, ${one.withoutDrill}, ${one.inDrill}, ${BigInt(one.requests)}, ${one.successBefore},
        ${one.successAfter}, ${BigInt(one.costed)}, ${one.costBeforeNanoUsd}, ${one.costAfterNanoUsd}
      from drill where id = ${one.drillId}
      on conflict (drill_id, task_type, without_drill, in_drill) do update set
        requests = t.requests + excluded.requests,
        success_before = t.success_before + excluded.success_before,
        success_after = t.success_after + excluded.success_after,
        costed = t.costed + excluded.costed,
        cost_before_nano_usd = t.cost_before_nano_usd + excluded.cost_before_nano_usd,
        cost_after_nano_usd = t.cost_after_nano_usd + excluded.cost_after_nano_usd`;
}

/** What a drill's requests did, the most frequent first. */
export async function listDrillTallies(db: Db, drillId: string): Promise<DrillTally[]> {
  const rows = await db.drillTally.findMany({
    where: { drillId },
    orderBy: [{ requests: "desc" }, { taskType: "asc" }],
  });
  return rows.map(({ taskType, withoutDrill, inDrill, requests, successBefore, successAfter, ...row }) => {
    const both = withoutDrill !== "" && inDrill !== "";
    const count = Number(requests);
    return {
      ...{ taskType, withoutDrill: withoutDrill || null, inDrill: inDrill || null, requests: count },
      success: both ? { before: successBefore / count, after: successAfter / count } : null,
      costNanoUsd:
        row.costed > 0n
          ? { before: String(row.costBefore / row.costed), after: String(row.costAfter / row.costed) }
          : null,
    };
  });
}

type DrillRow = NonNullable<Awaited<ReturnType<Db["drill"]["findUnique"]>>>;

function toView({ kind, createdAt, until, endedAt, ...row }: DrillRow, atMs: number): DrillView {
  return {
    ...row,
    kind: kind as GoneKind,
    createdAt: createdAt.toISOString(),
    until: until.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    running: endedAt === null && until.getTime() > atMs,
  };
}
