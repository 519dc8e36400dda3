import type { SilenceView } from "#lib/contracts/alert.ts";
import type { Db } from "./client.ts";

export async function insertSilence(
  db: Db,
  row: Pick<SilenceView, "id" | "alertKind" | "subjectId" | "reason" | "createdBy"> & { createdAt: Date; until: Date },
): Promise<void> {
  await db.alertSilence.create({ data: row });
}

/** Those that are in force at the instant, the one that ends first before the others. */
export async function listSilences(db: Db, atMs: number): Promise<SilenceView[]> {
  const rows = await db.alertSilence.findMany({
    where: { endedAt: null, until: { gt: new Date(atMs) } },
    orderBy: { until: "asc" },
    take: 200,
  });
  return rows.map(({ id, alertKind, subjectId, reason, createdBy, createdAt, until }) => ({
    ...{ id, alertKind, subjectId, reason, createdBy },
    createdAt: createdAt.toISOString(),
    until: until.toISOString(),
  }));
}

/** Ends one before its time. @returns false when it is over or gone */
export async function endSilenceRow(db: Db, id: string, by: string, atMs: number): Promise<boolean> {
  const at = new Date(atMs);
  const { count } = await db.alertSilence.updateMany({
    where: { id, endedAt: null, until: { gt: at } },
    data: { endedAt: at, endedBy: by },
  });
  return count > 0;
}
