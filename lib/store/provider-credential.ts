import type { Provider } from "#lib/contracts/configuration.ts";
import type { SecretKind } from "#lib/contracts/provider-credential.ts";
import type { Db } from "./client.ts";

/** A credential as it lies in the database: its secret is sealed. */
export interface StoredCredential {
  id: string;
  provider: Provider;
  name: string;
  kind: SecretKind;
  baseUrl: string | null;
  region: string | null;
  sealed: string;
  masterKeyId: string;
  tail: string;
  fingerprint: string | null;
  authorName: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  retiresAt: Date | null;
}

const typed = (row: { provider: string; kind: string }) =>
  ({ provider: row.provider as Provider, kind: row.kind as SecretKind }) as const;

/** Every credential that still works at that time; of one provider and address the newest first. */
export async function listCredentials(db: Db, at: Date): Promise<StoredCredential[]> {
  const rows = await db.providerCredential.findMany({
    where: { OR: [{ retiresAt: null }, { retiresAt: { gt: at } }] },
    orderBy: [{ provider: "asc" }, { createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map((row) => ({ ...row, ...typed(row) }));
}

export async function findCredential(db: Db, id: string): Promise<StoredCredential | null> {
  const row = await db.providerCredential.findUnique({ where: { id } });
  return row && { ...row, ...typed(row) };
}

/** The one in use for exactly that address and region. */
export async function findCredentialInUse(
  db: Db,
  place: Pick<StoredCredential, "provider" | "baseUrl" | "region">,
): Promise<StoredCredential | null> {
  const { provider, baseUrl, region } = place;
  const row = await db.providerCredential.findFirst({ where: { provider, baseUrl, region, retiresAt: null } });
  return row && { ...row, ...typed(row) };
}

export async function insertCredential(db: Db, row: Omit<StoredCredential, "lastUsedAt" | "retiresAt">): Promise<void> {
  await db.providerCredential.create({ data: row });
}

/** Gives a credential in use its end. @returns false when it is gone or was replaced before */
export async function retireCredential(db: Db, id: string, retiresAt: Date): Promise<boolean> {
  const { count } = await db.providerCredential.updateMany({ where: { id, retiresAt: null }, data: { retiresAt } });
  return count > 0;
}

/** @returns false when it is gone */
export async function deleteCredential(db: Db, id: string): Promise<boolean> {
  return (await db.providerCredential.deleteMany({ where: { id } })).count > 0;
}

/** Removes those whose time is over, secrets and all. @returns how many */
export async function deleteRetiredCredentials(db: Db, at: Date): Promise<number> {
  return (await db.providerCredential.deleteMany({ where: { retiresAt: { lte: at } } })).count;
}

/** Puts the same secret under another master key. @returns false when the row is not as it was read */
export async function replaceSealed(
  db: Db,
  row: Pick<StoredCredential, "id" | "sealed">,
  next: Pick<StoredCredential, "sealed" | "masterKeyId">,
): Promise<boolean> {
  const { id, sealed } = row;
  return (await db.providerCredential.updateMany({ where: { id, sealed }, data: next })).count > 0;
}

/** Notes that the credential was used; an earlier time never overwrites a later one. */
export async function markCredentialUsed(db: Db, id: string, at: Date): Promise<void> {
  await db.providerCredential.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] },
    data: { lastUsedAt: at },
  });
}
