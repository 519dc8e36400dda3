import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";

/** One model as one process serves it. */
export interface ServedRow extends ModelKey {
  version: number;
  sha256: string;
  loadedAtMs: number;
}

/** Older rows belong to processes that ended without saying so. */
const STALE_AFTER_MS = 60_000;

/** Writes what this process serves now and forgets processes that have not been seen for a minute. */
export async function writeReplica(db: Db, replicaId: string, served: readonly ServedRow[], nowMs: number) {
  const seenAt = new Date(nowMs);
  await db.replicaModel.deleteMany({
    where: {
      OR: [
        { seenAt: { lt: new Date(nowMs - STALE_AFTER_MS) } },
        { replicaId, NOT: { OR: served.map(({ name, kind }) => ({ name, kind })) } },
      ],
    },
  });
  for (const { loadedAtMs, ...row } of served) {
    const data = { ...row, loadedAt: new Date(loadedAtMs), seenAt };
    await db.replicaModel.upsert({
      where: { replicaId_name_kind: { replicaId, name: row.name, kind: row.kind } },
      create: { replicaId, ...data },
      update: data,
    });
  }
}

/** A process that stops takes its rows with it. */
export async function removeReplica(db: Db, replicaId: string): Promise<void> {
  await db.replicaModel.deleteMany({ where: { replicaId } });
}

/** Processes seen since the given time, and what they serve. */
export async function listReplicas(db: Db, key: Partial<ModelKey>, seenSinceMs: number) {
  return db.replicaModel.findMany({
    where: { ...key, seenAt: { gte: new Date(seenSinceMs) } },
    orderBy: { replicaId: "asc" },
  });
}
