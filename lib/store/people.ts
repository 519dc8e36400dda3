import { randomUUID } from "node:crypto";
import { type Role, roleSchema } from "#lib/contracts/actor.ts";
import type { UserView } from "#lib/contracts/people.ts";
import type { Db } from "./client.ts";

/** Serialises what depends on who else exists: the first admin and the last one. Held until the transaction ends. */
export async function lockPeople(db: Db): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(hashtext('signalbox.people'))`;
}

export function countUsers(db: Db): Promise<number> {
  return db.user.count();
}

export function countAdmins(db: Db): Promise<number> {
  return db.user.count({ where: { role: "admin" } });
}

export interface UserRow {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export async function findUser(db: Db, id: string): Promise<UserRow | null> {
  const row = await db.user.findUnique({ where: { id }, select: { id: true, name: true, email: true, role: true } });
  return row && { ...row, role: roleSchema.parse(row.role) };
}

export async function emailIsTaken(db: Db, email: string): Promise<boolean> {
  return (await db.user.count({ where: { email } })) > 0;
}

export async function insertUser(db: Db, user: UserRow, at: Date): Promise<void> {
  await db.user.create({ data: { ...user, emailVerified: true, createdAt: at, updatedAt: at } });
}

/** @param passwordHash as the sign-in library makes it. */
export async function savePasswordHash(db: Db, userId: string, passwordHash: string, at: Date): Promise<void> {
  const { count } = await db.account.updateMany({
    where: { userId, providerId: "credential" },
    data: { password: passwordHash, updatedAt: at },
  });
  if (count > 0) return;
  await db.account.create({
    data: {
      id: randomUUID(),
      accountId: userId,
      providerId: "credential",
      userId,
      password: passwordHash,
      createdAt: at,
      updatedAt: at,
    },
  });
}

/** @returns false when the user is gone or no longer has the role `from`. */
export async function updateRole(db: Db, userId: string, from: Role, to: Role, at: Date): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: { id: userId, role: from },
    data: { role: to, updatedAt: at },
  });
  return count > 0;
}

/** Removes the person with their password, sessions and links. @returns false when they were gone already. */
export async function deleteUser(db: Db, userId: string): Promise<boolean> {
  return (await db.user.deleteMany({ where: { id: userId } })).count > 0;
}

/** Signs the person out everywhere. */
export async function endSessionsOf(db: Db, userId: string): Promise<void> {
  await db.session.deleteMany({ where: { userId } });
}

/** Oldest account first. */
export async function listUserRows(db: Db, at: Date): Promise<UserView[]> {
  const rows = await db.user.findMany({
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: 1000,
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      createdAt: true,
      accounts: { where: { password: { not: null } }, select: { id: true }, take: 1 },
      sessions: {
        where: { expiresAt: { gt: at } },
        orderBy: { createdAt: "desc" },
        select: { createdAt: true },
        take: 1,
      },
    },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: roleSchema.parse(row.role),
    createdAt: row.createdAt.toISOString(),
    hasPassword: row.accounts.length > 0,
    signedInAt: row.sessions[0]?.createdAt.toISOString() ?? null,
  }));
}
