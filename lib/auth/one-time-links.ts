import { randomBytes } from "node:crypto";
import type { OneTimeLink } from "#lib/contracts/people.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { Db } from "#lib/store/client.ts";
import {
  consumeLink,
  deleteExpiredLinks,
  deleteLinksOf,
  findUsableLink,
  insertLink,
  type StoredLink,
} from "#lib/store/one-time-link.ts";

const LIFETIME_MS = 24 * 3600 * 1000;

/** Makes a link for one person, or with null for the first admin. A person's older links stop working. */
export async function issueLink(db: Db, userId: string | null, nowMs: number): Promise<OneTimeLink> {
  const token = randomBytes(32).toString("base64url");
  const createdAt = new Date(nowMs);
  const expiresAt = new Date(nowMs + LIFETIME_MS);
  await deleteExpiredLinks(db, createdAt);
  if (userId) await deleteLinksOf(db, userId);
  await insertLink(db, { tokenHash: sha256Hex(token), userId, createdAt, expiresAt });
  return { token, expiresAt: expiresAt.toISOString() };
}

/** What the token opens; null when it is unknown, used or expired. */
export function lookUpLink(db: Db, token: string, nowMs: number): Promise<StoredLink | null> {
  return findUsableLink(db, sha256Hex(token), new Date(nowMs));
}

/** Uses the link up. @throws SignalboxError conflict when it does not work any more. */
export async function spendLink(db: Db, token: string, nowMs: number): Promise<void> {
  if (!(await consumeLink(db, sha256Hex(token), new Date(nowMs)))) throw staleLink();
}

export function staleLink(): SignalboxError {
  return new SignalboxError("conflict", "This link was used, replaced or has expired. Ask for a new one.");
}
