import type { Db } from "./client.ts";

/** The configurations a process has in memory. */
export interface ReplicaConfigurationRow {
  replicaId: string;
  sha256: string;
  configurations: number;
  loadedAt: Date;
  seenAt: Date;
}

/** Older rows belong to processes that ended without saying so. */
const STALE_AFTER_MS = 60_000;

/** Writes what this process has in memory now and forgets processes that have not been seen for a minute. */
export async function writeReplicaConfiguration(db: Db, row: ReplicaConfigurationRow): Promise<void> {
  const { replicaId, ...data } = row;
  const staleAt = new Date(row.seenAt.getTime() - STALE_AFTER_MS);
  await db.replicaConfiguration.deleteMany({ where: { seenAt: { lt: staleAt } } });
  await db.replicaConfiguration.upsert({ where: { replicaId }, create: row, update: data });
}

/** A process that stops takes its row with it. */
export async function removeReplicaConfiguration(db: Db, replicaId: string): Promise<void> {
  await db.replicaConfiguration.deleteMany({ where: { replicaId } });
}

/** Processes seen since the given time. */
export async function listReplicaConfigurations(db: Db, seenSinceMs: number): Promise<ReplicaConfigurationRow[]> {
  return db.replicaConfiguration.findMany({
    where: { seenAt: { gte: new Date(seenSinceMs) } },
    orderBy: { replicaId: "asc" },
  });
}
