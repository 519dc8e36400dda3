import { newId } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

/** What a problem is about; the same three parts are one problem however often it is seen. */
export interface ProblemKey {
  topic: string;
  entityId: string;
  code: string;
}

/** Opens a problem, or notes that an open one was seen again. */
export async function raiseProblem(db: Db, key: ProblemKey, message: string, atMs: number): Promise<void> {
  const at = new Date(atMs);
  const { count } = await db.healthProblem.updateMany({
    where: { ...key, resolvedAt: null },
    data: { lastSeenAt: at, message },
  });
  if (count > 0) return;
  await db.healthProblem.create({ data: { id: newId("prb", atMs), ...key, message, since: at, lastSeenAt: at } });
}

/** Closes the problem if it is open. */
export async function resolveProblem(db: Db, key: ProblemKey, atMs: number): Promise<void> {
  await db.healthProblem.updateMany({ where: { ...key, resolvedAt: null }, data: { resolvedAt: new Date(atMs) } });
}

/** Open problems, oldest first. */
export async function listOpenProblems(db: Db) {
  return db.healthProblem.findMany({ where: { resolvedAt: null }, orderBy: { since: "asc" }, take: 200 });
}
