import { beforeEach, describe, expect, it } from "vitest";
import { trustedOrigins } from "#lib/auth/origin.ts";
import { PEER_HEADER } from "#lib/auth/peer.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import { systemClock } from "#lib/core/clock.ts";
import { createFirstAdmin } from "#lib/services/people/create-first-admin.ts";
import { createSetupToken } from "#lib/services/people/create-setup-token.ts";
import { db } from "#lib/store/client.ts";
import { inSession } from "#lib/store/session.ts";
import { handleAuth } from "./auth-route.ts";

const [ORIGIN = ""] = trustedOrigins();
const EMAIL = "ana@example.com";
const PASSWORD = "correct horse battery";
const ctx = {
  actor: { kind: "system", id: "test", name: "Test" },
  requestId: "req_test",
  clock: systemClock,
} as const;
let lastPeer = 0;
let peer = "";

beforeEach(async () => {
  peer = `198.51.100.${++lastPeer}`;
  await db().user.deleteMany();
  const link = await createSetupToken({ ctx });
  await createFirstAdmin({ ctx, input: { token: link?.token, name: "Ana", email: EMAIL, password: PASSWORD } });
});

function signIn(email: string, password: string, headers: Record<string, string | null> = {}): Promise<Response> {
  const all: Record<string, string | null> = {
    "content-type": "application/json",
    origin: ORIGIN,
    [PEER_HEADER]: peer,
    ...headers,
  };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const body = JSON.stringify({ email, password });
  return handleAuth(new Request(`${ORIGIN}/api/auth/sign-in/email`, { method: "POST", headers: kept, body }));
}

describe("signing in", () => {
  it("gives a cookie that scripts cannot read and other sites cannot send", async () => {
    const response = await signIn(EMAIL, PASSWORD);
    expect(response.status).toBe(200);
    const cookie = response.headers.getSetCookie().find((text) => text.includes("session_token"));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });

  it("gives up on a session the database does not look up in time", async () => {
    const [cookie = ""] = (await signIn(EMAIL, PASSWORD)).headers.getSetCookie();
    const headers = new Headers({ cookie: cookie.split(";")[0] ?? "" });
    expect((await actorOfHeaders(headers))?.role).toBe("admin");
    const answer = await inSession(async (client) => {
      await client.query('lock table "session" in access exclusive mode');
      return actorOfHeaders(headers).catch((error: unknown) => error);
    });
    expect(answer).toMatchObject({ code: "unavailable" });
  });

  it("answers the same for a wrong password and an unknown address", async () => {
    const wrong = await signIn(EMAIL, "not the password");
    const unknown = await signIn("nobody@example.com", "not the password");
    expect([wrong.status, await wrong.json()]).toEqual([unknown.status, await unknown.json()]);
    expect(wrong.status).toBe(401);
  });

  it.each([["https://evil.example"], ["null"], [null]])("is refused from origin %s", async (origin) => {
    const response = await signIn(EMAIL, PASSWORD, { origin, cookie: "signalbox.session_token=x" });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("ignores a forged forwarded host", async () => {
    const forged = { origin: "https://evil.example", "x-forwarded-host": "evil.example", host: "evil.example" };
    expect((await signIn(EMAIL, PASSWORD, forged)).status).toBe(403);
  });

  it("is limited by account, from however many addresses the guesses come", async () => {
    const email = "target@example.com";
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) {
      statuses.push((await signIn(email, `guess ${i}`, { [PEER_HEADER]: `203.0.113.${i}` })).status);
    }
    expect(statuses.slice(0, 20).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(20).every((status) => status === 429)).toBe(true);
  });

  it("is limited by the connection's address, whatever X-Forwarded-For says", async () => {
    const tries = Array.from({ length: 70 }, (_, i) =>
      signIn(`somebody${i}@example.com`, "guess", { "x-forwarded-for": `10.0.0.${i}`, "x-real-ip": `10.0.1.${i}` }),
    );
    const statuses = (await Promise.all(tries)).map((response) => response.status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});

it.each([
  ["POST", "sign-up/email"],
  ["POST", "update-user"],
  ["POST", "change-password"],
  ["POST", "delete-user"],
  ["GET", "list-sessions"],
  ["GET", "error"],
])("%s %s of the sign-in library is not reachable", async (method, path) => {
  const response = await handleAuth(new Request(`${ORIGIN}/api/auth/${path}`, { method, headers: { origin: ORIGIN } }));
  expect(response.status).toBe(404);
});

it("a session ends with sign-out, and its cookie is worth nothing after", async () => {
  const signedIn = await signIn(EMAIL, PASSWORD);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const session = () => handleAuth(new Request(`${ORIGIN}/api/auth/get-session`, { headers: { cookie } }));
  expect(await (await session()).json()).toMatchObject({ user: { email: EMAIL, role: "admin" } });
  const out = new Request(`${ORIGIN}/api/auth/sign-out`, {
    method: "POST",
    headers: { cookie, origin: ORIGIN, "content-type": "application/json" },
    body: "{}",
  });
  expect((await handleAuth(out)).status).toBe(200);
  expect(await (await session()).json()).toBeNull();
});
