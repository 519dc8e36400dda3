import { afterAll, beforeAll, expect, it } from "vitest";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { pool } from "#lib/store/client.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type MachineServer, startMachineServer } from "#test/machine-server.ts";

const ctx = systemContext();
let server: MachineServer;
let token: string;

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(ctx, "busy", { critic_001: {} });
  token = (await createAgentKey({ ctx, input: { name: "bot", fleetName: "busy" } })).token;
  server = await startMachineServer();
});
afterAll(() => server.close());

const route = () =>
  fetch(`${server.url}/api/v1/route`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ task: { type: "review", description: "Check the proof" } }),
  });

it("tells who asks to come back when every connection is taken, and still says that it lives", async () => {
  expect((await route()).status).toBe(200);
  const taken = await Promise.all(Array.from({ length: pool().options.max ?? 10 }, () => pool().connect()));
  const waiting = route();
  expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);
  const refused = await waiting;
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await refused.json()).toMatchObject({ error: { code: "unavailable" } });
  for (const client of taken) client.release();
  expect((await route()).status).toBe(200);
});
