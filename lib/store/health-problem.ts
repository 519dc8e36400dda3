import { newId } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

/** What a problem is about; the same three parts are one problem however often it is seen. */
export interface ProblemKey {
  topic: string;
  entityId: string;
  code: string;
}

/** Opens a problem, or notes that an open one was seen again; one, however many see it at once. */
export async function raiseProblem(db: Db, key: ProblemKey, message: string, atMs: number): Promise<void> {
  const { topic, entityId, code } = key;
  const at = new Date(atMs);
  await db.$executeRaw`
    insert into health_problem (id, topic, entity_id, code, message, since, last_seen_at)
    values (${newId("prb", atMs)}, ${topic}, ${entityId}, ${code}, ${message}, ${at}, ${at})
    on conflict (topic, entity_id, code) where resolved_at is null
    do update set message = excluded.message, last_seen_at = excluded.last_seen_at`;
}

/** Closes the problem if it is open. */
export async function resolveProblem(db: Db, key: ProblemKey, atMs: number): Promise<void> {
  await db.healthProblem.updateMany({ where: { ...key, resolvedAt: null }, data: { resolvedAt: new Date(atMs) } });
}

/** Open problems, oldest first. */
export async function listOpenProblems(db: Db) {
  return db.healthProblem.findMany({ where: { resolvedAt: null }, orderBy: { since: "asc" }, take: 200 });
}
