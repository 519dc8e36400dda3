import { newId } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";
import type { MonitorKey } from "./health-monitor.ts";

export interface HealthNormalRow extends MonitorKey {
  id: string;
  incidentId: string;
  actorName: string;
  reason: string;
  /** The monitor before, without its hours. */
  before: unknown;
  revokedAt: Date | null;
}

/** @returns its id */
export async function insertNormal(
  db: Db,
  { atMs, before, ...row }: Omit<HealthNormalRow, "id" | "revokedAt"> & { atMs: number },
): Promise<string> {
  const id = newId("nrm", atMs);
  await db.healthNormal.create({ data: { id, at: new Date(atMs), before: before as object, ...row } });
  return id;
}

export async function findNormal(db: Db, id: string): Promise<HealthNormalRow | null> {
  return db.healthNormal.findUnique({ where: { id } });
}

/** The one in force: the last that was not taken back. */
export async function findNormalInForce(db: Db, { kind, subject }: MonitorKey): Promise<HealthNormalRow | null> {
  return db.healthNormal.findFirst({
    where: { kind, subject, revokedAt: null },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
}

export async function revokeNormalRow(db: Db, id: string, by: string, atMs: number): Promise<void> {
  await db.healthNormal.update({ where: { id }, data: { revokedAt: new Date(atMs), revokedBy: by } });
}

/** Those in force of the incidents. */
export async function listNormals(db: Db, incidentIds: readonly string[]): Promise<HealthNormalRow[]> {
  return db.healthNormal.findMany({ where: { incidentId: { in: [...incidentIds] }, revokedAt: null } });
}
