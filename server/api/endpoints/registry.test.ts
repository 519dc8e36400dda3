import { beforeAll, expect, it } from "vitest";
import { auth } from "#lib/auth/auth.ts";
import { trustedOrigins } from "#lib/auth/origin.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { createFirstAdmin } from "#lib/services/people/create-first-admin.ts";
import { createSetupToken } from "#lib/services/people/create-setup-token.ts";
import { db } from "#lib/store/client.ts";
import { machineApi } from "#server/api/app.ts";
import { systemContext } from "#test/fleet.ts";
import { predictorBytes, saveVersion } from "#test/predictors.ts";

const ctx = systemContext();
const ORIGIN = trustedOrigins()[0] ?? "";
const MODEL = "/api/v1/registry/models/live/performance_predictor";
const PASSWORD = "correct horse battery";
const app = machineApi();
let key: Record<string, string>;
let person: Record<string, string>;
let userId: string;

beforeAll(async () => {
  await createFleet({ ctx, input: { name: "live" } });
  await saveVersion(ctx, "live", predictorBytes({ left: 0.9, right: 0.5 }));
  await saveVersion(ctx, "live", predictorBytes({ left: 0.8, right: 0.5 }));
  const { token } = await createAgentKey({ ctx, input: { name: "bot", fleetName: "live", agentName: null } });
  key = { authorization: `Bearer ${token}` };
  const link = await createSetupToken({ ctx });
  const email = "ana@example.com";
  const input = { token: link?.token, name: "Ana", email, password: PASSWORD };
  ({ userId } = await createFirstAdmin({ ctx, input }));
  const signedIn = await auth().api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true });
  const cookie = signedIn.headers.getSetCookie().map((text) => text.split(";")[0] ?? "");
  person = { cookie: cookie.join("; "), origin: ORIGIN };
});

/** The address of the peer is what the server puts beside a request. An own one: wrong keys are counted by address. */
const BINDINGS = { incoming: { socket: { remoteAddress: "192.0.2.77" }, headers: {} } };

async function call(path: string, headers: Record<string, string>, body?: object) {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await app.request(path, { headers, ...init }, BINDINGS as never);
  return { status: response.status, body: await response.json() };
}

const promote = (version: number, expected: number | null, headers = person) =>
  call(`${MODEL}/promote`, headers, { version, expected_version: expected, reason: "better" });

it("promotes, rolls back and undoes for a person, with the gates in the answer", async () => {
  expect(await promote(1, null)).toMatchObject({ status: 200, body: { to_version: 1, gates: { passed: true } } });
  expect(await promote(2, 1)).toMatchObject({ status: 200, body: { from_version: 1, to_version: 2, verb: "promote" } });
  expect(await promote(2, 1)).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
  const rollback = { expected_version: 2, reason: "slow" };
  expect(await call(`${MODEL}/rollback`, person, rollback)).toMatchObject({ status: 200, body: { pinned: true } });
  expect(await call(`${MODEL}/undo`, person, { expected_version: 1 })).toMatchObject({
    ...{ status: 200, body: { to_version: 2, pinned: false } },
  });
});

it("reads models, versions, gates and what was in production when", async () => {
  expect(await call("/api/v1/registry/models", person)).toMatchObject({
    status: 200,
    body: { models: [{ name: "live" }] },
  });
  expect(await call(MODEL, person)).toMatchObject({ body: { production: 2, moves: expect.any(Array) } });
  expect(await call(`${MODEL}/versions/1`, person)).toMatchObject({ body: { version: 1, evaluation: null } });
  expect((await call(`${MODEL}/versions/1/gates`, person)).body.results).toHaveLength(9);
  const { spans } = (await call(`${MODEL}/production`, person)).body;
  expect(spans.map(({ version }: { version: number }) => version)).toEqual([1, 2, 1, 2]);
  const at = spans[1].from;
  expect(await call(`${MODEL}/production?at=${at}`, person)).toMatchObject({ body: { move: { to_version: 2 } } });
  expect(await call(`${MODEL}/versions/9`, person)).toMatchObject({ status: 404 });
});

it("is closed to agent keys, whatever their body says, and to requests without a session", async () => {
  for (const path of [
    "/api/v1/registry/models",
    MODEL,
    `${MODEL}/versions/1`,
    `${MODEL}/versions/1/gates`,
    `${MODEL}/production`,
  ]) {
    expect((await call(path, key)).status).toBe(403);
    expect((await call(path, {})).status).toBe(401);
  }
  for (const verb of ["promote", "rollback", "undo"]) {
    expect((await call(`${MODEL}/${verb}`, key, { nonsense: true })).status).toBe(403);
  }
});

it("takes a mutation from no foreign address, though the browser sends the cookie along", async () => {
  const foreign = { ...person, origin: "https://evil.example" };
  expect((await promote(1, 2, foreign)).status).toBe(403);
  expect((await promote(1, 2, { cookie: person.cookie ?? "" })).status).toBe(403);
  expect((await call(MODEL, person)).body.production).toBe(2);
});

it("refuses a viewer, and an operator's override, and keeps both in the audit trail", async () => {
  // By hand: a change of role by an admin ends the sessions.
  const give = (role: string) => db().user.update({ where: { id: userId }, data: { role } });
  await give("viewer");
  expect((await promote(1, 2)).status).toBe(403);
  await give("operator");
  const input = { version: 1, expected_version: 2, reason: "must", override: true };
  expect((await call(`${MODEL}/promote`, person, input)).status).toBe(403);
  const denied = await db().auditEntry.findMany({ where: { verb: "access.denied" }, orderBy: { id: "asc" } });
  expect(denied.map(({ entityId }) => entityId).slice(-2)).toEqual(["model:write", "model:override"]);
});

it("stands in the OpenAPI document, with the session as its key", async () => {
  const { paths } = (await call("/api/v1/openapi.json", {})).body;
  const operation = paths["/api/v1/registry/models/{name}/{kind}/promote"].post;
  expect(operation.security).toEqual([{ session: [] }]);
  expect(operation.requestBody.content["application/json"].schema.properties).toHaveProperty("expected_version");
});

it("starts a canary with guards of its own, and ends it", async () => {
  const body = { version: 1, mode: "canary", plan: { percent: 20, max_cost_ratio: null }, reason: "it was cheaper" };
  const started = await call(`${MODEL}/trials`, person, body);
  expect(started).toMatchObject({
    status: 200,
    body: {
      ...{ state: "running", version: 1, against: 2 },
      plan: { percent: 20, outcomes: 500, max_success_loss: 0, max_cost_ratio: null, max_duration_ratio: 1.5 },
    },
  });
  expect(await call(`${MODEL}/trials`, person, body)).toMatchObject({ status: 409 });
  expect(await call(`${MODEL}/trials`, key, body)).toMatchObject({ status: 403 });
  const dear = { ...body, plan: { max_cost_ratio: 0 } };
  expect(await call(`${MODEL}/trials`, person, dear)).toMatchObject({ status: 400 });
  const { id } = started.body;
  expect(await call(`/api/v1/registry/trials/${id}/stop`, person, { reason: "seen enough" })).toMatchObject({
    body: { id, state: "stopped", sentence: "Stopped by Ana: seen enough" },
  });
  expect(await call(`${MODEL}/trials`, person)).toMatchObject({ body: { trials: [{ id }], next_cursor: null } });
});
