import type { AgentKeyView } from "#lib/contracts/agent-key.ts";
import type { Db } from "./client.ts";

/** A key as authentication needs it. */
export interface StoredKey {
  id: string;
  name: string;
  secretHash: Uint8Array;
  fleetName: string;
  agentName: string | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** The key of that public id, revoked or not; null when there is none. */
export function findAgentKey(db: Db, id: string): Promise<StoredKey | null> {
  return db.agentKey.findUnique({
    where: { id },
    select: {
      id: true,
      name: true,
      secretHash: true,
      fleetName: true,
      agentName: true,
      lastUsedAt: true,
      revokedAt: true,
    },
  });
}

export interface NewAgentKey {
  id: string;
  name: string;
  secretHash: Uint8Array<ArrayBuffer>;
  secretTail: string;
  fleetName: string;
  agentName: string | null;
  createdBy: string;
  createdAt: Date;
}

export async function insertAgentKey(db: Db, key: NewAgentKey): Promise<AgentKeyView> {
  return view(await db.agentKey.create({ data: key }));
}

/** Marks the key as revoked. @returns false when it does not exist or was revoked before. */
export async function markKeyRevoked(db: Db, id: string, at: Date): Promise<boolean> {
  const { count } = await db.agentKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  return count > 0;
}

/** Notes that the key was used; an earlier time never overwrites a later one. */
export async function markKeyUsed(db: Db, id: string, at: Date): Promise<void> {
  await db.agentKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] },
    data: { lastUsedAt: at },
  });
}

export async function readAgentKey(db: Db, id: string): Promise<AgentKeyView | null> {
  const row = await db.agentKey.findUnique({ where: { id } });
  return row && view(row);
}

export function countWorkingKeyRows(db: Db, fleetName: string): Promise<number> {
  return db.agentKey.count({ where: { fleetName, revokedAt: null } });
}

/** Newest first; revoked keys after the working ones. */
export async function listAgentKeyRows(db: Db): Promise<AgentKeyView[]> {
  const rows = await db.agentKey.findMany({
    orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { id: "desc" }],
    take: 500,
  });
  return rows.map(view);
}

function view(row: {
  id: string;
  name: string;
  secretTail: string;
  fleetName: string;
  agentName: string | null;
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}): AgentKeyView {
  return {
    id: row.id,
    name: row.name,
    secretTail: row.secretTail,
    fleetName: row.fleetName,
    agentName: row.agentName,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
