import type { Db } from "./client.ts";

export interface StoredLink {
  /** Null: the link makes the first admin. */
  userId: string | null;
  expiresAt: Date;
  usedAt: Date | null;
}

/** @param tokenHash SHA-256 of the token, hexadecimal. */
export async function insertLink(
  db: Db,
  link: { tokenHash: string; userId: string | null; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db.oneTimeLink.create({ data: link });
}

/** The link, if it can still be used at that time. */
export function findUsableLink(db: Db, tokenHash: string, at: Date): Promise<StoredLink | null> {
  return db.oneTimeLink.findFirst({
    where: { tokenHash, usedAt: null, expiresAt: { gt: at } },
    select: { userId: true, expiresAt: true, usedAt: true },
  });
}

/** Uses the link up. @returns false when it was used or expired before: of two who race, one gets true. */
export async function consumeLink(db: Db, tokenHash: string, at: Date): Promise<boolean> {
  const { count } = await db.oneTimeLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at },
  });
  return count > 0;
}

/** Ends every other link of the person, so that only the newest works. */
export async function deleteLinksOf(db: Db, userId: string): Promise<void> {
  await db.oneTimeLink.deleteMany({ where: { userId, usedAt: null } });
}

/** Forgets links that can no longer be used. */
export async function deleteExpiredLinks(db: Db, at: Date): Promise<void> {
  await db.oneTimeLink.deleteMany({ where: { expiresAt: { lte: at } } });
}
