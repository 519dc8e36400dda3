import { afterEach, describe, expect, it } from "vitest";
import { auth } from "#lib/auth/auth.ts";
import type { ServiceContext } from "#lib/auth/context.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import { manualClock } from "#lib/core/clock.ts";
import { listUsers, readLinkPurpose } from "#lib/queries/people.ts";
import { listAudit } from "#lib/store/audit.ts";
import { db } from "#lib/store/client.ts";
import { createFirstAdmin } from "./create-first-admin.ts";
import { createPasswordLink } from "./create-password-link.ts";
import { createSetupToken } from "./create-setup-token.ts";
import { createUser } from "./create-user.ts";
import { removeUser } from "./remove-user.ts";
import { setPassword } from "./set-password.ts";
import { setUserRole } from "./set-user-role.ts";

const DAY_MS = 24 * 3600 * 1000;
const clock = manualClock(Date.now());
const ctx: ServiceContext = { actor: { kind: "system", id: "test", name: "Test" }, requestId: "req_test", clock };
const PASSWORD = "correct horse battery";

afterEach(async () => {
  await db().user.deleteMany();
  await db().oneTimeLink.deleteMany();
  clock.set(Date.now());
});

async function firstAdmin(email = "ana@example.com") {
  const link = await createSetupToken({ ctx });
  return createFirstAdmin({ ctx, input: { token: link?.token, name: "Ana", email, password: PASSWORD } });
}

/** Signs in as a browser does. @returns headers with the session's cookie, or null when refused. */
async function signIn(email: string, password = PASSWORD): Promise<Headers | null> {
  const response = await auth().api.signInEmail({ body: { email, password }, asResponse: true });
  if (!response.ok) return null;
  return new Headers({
    cookie: response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  });
}

describe("the first admin", () => {
  it("is made by the one-time link and signs in with the chosen password", async () => {
    const { userId } = await firstAdmin();
    const headers = await signIn("ana@example.com");
    expect(await actorOfHeaders(headers!)).toEqual({ kind: "user", id: userId, name: "Ana", role: "admin" });
  });

  it("is one, however many use links at once", async () => {
    const links = await Promise.all(Array.from({ length: 6 }, () => createSetupToken({ ctx })));
    const tries = links.map((link, at) =>
      createFirstAdmin({
        ctx,
        input: { token: link?.token, name: `Admin ${at}`, email: `a${at}@example.com`, password: PASSWORD },
      }),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await db().user.count()).toBe(1);
  });

  it("is not made by a used, expired or made-up link", async () => {
    const link = await createSetupToken({ ctx });
    const input = { token: link?.token, name: "Ana", email: "ana@example.com", password: PASSWORD };
    clock.advance(DAY_MS);
    await expect(createFirstAdmin({ ctx, input })).rejects.toMatchObject({ code: "conflict" });
    await expect(createFirstAdmin({ ctx, input: { ...input, token: "x" } })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await db().user.count()).toBe(0);
  });

  it("ends the offering of links", async () => {
    await firstAdmin();
    expect(await createSetupToken({ ctx })).toBeNull();
  });

  it("leaves no token in the database, only its hash", async () => {
    const link = await createSetupToken({ ctx });
    expect(JSON.stringify(await db().oneTimeLink.findMany())).not.toContain(link?.token);
  });
});

describe("another person", () => {
  it("chooses a password through the link, once", async () => {
    await firstAdmin();
    const { link } = await createUser({ ctx, input: { name: "Bo", email: "Bo@Example.com", role: "operator" } });
    expect(await readLinkPurpose({ ctx, input: { token: link.token } })).toMatchObject({ email: "bo@example.com" });
    expect(await signIn("bo@example.com")).toBeNull();
    await setPassword({ ctx, input: { token: link.token, password: PASSWORD } });
    expect(await signIn("bo@example.com")).not.toBeNull();
    const again = setPassword({ ctx, input: { token: link.token, password: "another long password" } });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await readLinkPurpose({ ctx, input: { token: link.token } })).toBeNull();
  });

  it("is signed out everywhere by a new password, and only the newest link works", async () => {
    const { userId } = await firstAdmin();
    const headers = await signIn("ana@example.com");
    const older = await createPasswordLink({ ctx, input: { userId } });
    const newer = await createPasswordLink({ ctx, input: { userId } });
    const stale = setPassword({ ctx, input: { token: older.token, password: "another long password" } });
    await expect(stale).rejects.toMatchObject({ code: "conflict" });
    await setPassword({ ctx, input: { token: newer.token, password: "another long password" } });
    expect(await actorOfHeaders(headers!)).toBeNull();
    expect(await signIn("ana@example.com")).toBeNull();
  });

  it("cannot turn a password link into a first admin", async () => {
    const { link } = await createUser({ ctx, input: { name: "Bo", email: "bo@example.com", role: "viewer" } });
    const input = { token: link.token, name: "Bo", email: "b@example.com", password: PASSWORD };
    await expect(createFirstAdmin({ ctx, input })).rejects.toMatchObject({ code: "conflict" });
  });

  it("has one account an address", async () => {
    await firstAdmin();
    const twice = createUser({ ctx, input: { name: "Ana", email: "ANA@example.com", role: "viewer" } });
    await expect(twice).rejects.toMatchObject({ code: "conflict", details: [{ path: "email" }] });
  });
});

describe("roles", () => {
  it("end the person's sessions when they change", async () => {
    await firstAdmin();
    const { userId } = await member("bo@example.com", "admin");
    const headers = await signIn("bo@example.com");
    await setUserRole({ ctx, input: { userId, role: "viewer" } });
    expect(await actorOfHeaders(headers!)).toBeNull();
    expect(await actorOfHeaders((await signIn("bo@example.com"))!)).toMatchObject({ role: "viewer" });
  });

  it("never leave the product without an admin, even when two admins demote each other at once", async () => {
    const { userId: ana } = await firstAdmin();
    await expect(setUserRole({ ctx, input: { userId: ana, role: "viewer" } })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(removeUser({ ctx, input: { userId: ana } })).rejects.toMatchObject({ code: "conflict" });
    const { userId: bo } = await member("bo@example.com", "admin");
    const results = await Promise.allSettled([
      setUserRole({ ctx, input: { userId: ana, role: "viewer" } }),
      removeUser({ ctx, input: { userId: bo } }),
    ]);
    expect(results.filter((result) => result.status === "rejected")).toHaveLength(1);
    expect((await listUsers({ ctx, input: {} })).filter((user) => user.role === "admin")).toHaveLength(1);
  });

  it("cannot be given to oneself through the sign-in library", async () => {
    await firstAdmin();
    const { userId } = await member("bo@example.com", "viewer");
    const headers = await signIn("bo@example.com");
    await auth()
      .api.updateUser({ headers: headers!, body: { role: "admin" } as never })
      .catch(() => undefined);
    expect((await db().user.findUnique({ where: { id: userId } }))?.role).toBe("viewer");
  });

  it("of a removed person are gone at once, and the audit keeps who did it", async () => {
    await firstAdmin();
    const { userId } = await member("bo@example.com", "operator");
    const headers = await signIn("bo@example.com");
    await removeUser({ ctx, input: { userId } });
    expect(await actorOfHeaders(headers!)).toBeNull();
    const { rows } = await listAudit(db(), { entityId: userId }, null, 1);
    expect(rows[0]).toMatchObject({ verb: "user.remove", before: { email: "bo@example.com" }, actorName: "Test" });
  });
});

it("a session is worth nothing after sign-out", async () => {
  await firstAdmin();
  const headers = await signIn("ana@example.com");
  await auth().api.signOut({ headers: headers! });
  expect(await actorOfHeaders(headers!)).toBeNull();
});

it("nobody can sign up by themselves", async () => {
  const body = { name: "Eve", email: "eve@example.com", password: PASSWORD };
  const response = await auth().api.signUpEmail({ body, asResponse: true } as never);
  expect((response as unknown as Response).ok).toBe(false);
  expect(await db().user.count()).toBe(0);
});

async function member(email: string, role: string) {
  const { userId, link } = await createUser({ ctx, input: { name: email, email, role } });
  await setPassword({ ctx, input: { token: link.token, password: PASSWORD } });
  return { userId };
}
