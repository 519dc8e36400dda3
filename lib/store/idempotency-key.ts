import type { Db } from "./client.ts";

/** Removes at most `limit` keys that were used before a time. @returns how many there were. */
export async function deleteIdempotencyKeys(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } }, limit });
  return count;
}
