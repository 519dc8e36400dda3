import type { Db } from "./client.ts";

/** What processes keep in memory and must load again after a mutation. */
export const TOPICS = ["fleet", "config", "budget", "model", "key", "credential", "prompt", "drill"] as const;
export type Topic = (typeof TOPICS)[number];

export const NOTIFY_CHANNEL = "signalbox";

/** Marks a topic as changed and notifies every process; both take effect with the transaction. */
export async function bumpRevision(db: Db, topic: Topic): Promise<void> {
  await db.$executeRaw`
    insert into runtime_revision (topic, revision) values (${topic}, 1)
    on conflict (topic) do update set revision = runtime_revision.revision + 1`;
  await db.$executeRaw`select pg_notify(${NOTIFY_CHANNEL}, ${topic})`;
}

/** The revision of every topic ever changed. */
export async function readRevisions(db: Db): Promise<Map<string, bigint>> {
  const rows = await db.runtimeRevision.findMany();
  return new Map(rows.map((row) => [row.topic, row.revision]));
}
