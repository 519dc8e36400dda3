import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type MachineServer, startMachineServer } from "#test/machine-server.ts";

const ctx = systemContext();
let server: MachineServer;
let token: string;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(ctx, "live", { critic_001: { role: "critic", configuration: "openai/critic" } });
  await makeFleet(ctx, "other", { stranger: {} });
  await loadRuntime();
  ({ token } = await createAgentKey({ ctx, input: { name: "bot", fleetName: "live", agentName: null } }));
  server = await startMachineServer();
  openai = new OpenAI({ apiKey: token, baseURL: `${server.url}/api/v1`, maxRetries: 0 });
  anthropic = new Anthropic({ apiKey: token, baseURL: `${server.url}/api`, maxRetries: 0 });
});
afterAll(() => server.close());

it("lists what a call may name as its model, for both SDKs", async () => {
  const ids: string[] = [];
  for await (const model of openai.models.list()) ids.push(model.id);
  expect(ids).toEqual(expect.arrayContaining(["auto", "tier/fast", "anthropic/researcher", "agent/critic_001"]));
  expect(ids.filter((id) => id.startsWith("agent/"))).toEqual(["agent/critic_001"]);
  const same: string[] = [];
  for await (const model of anthropic.models.list()) same.push(model.id);
  expect(same).toEqual(ids);
});

it("finds one by its name, slash included", async () => {
  const model = { id: "anthropic/researcher", object: "model", owned_by: "anthropic", created: expect.any(Number) };
  expect(await openai.models.retrieve("anthropic/researcher")).toMatchObject(model);
  expect(await anthropic.models.retrieve("agent/critic_001")).toMatchObject({ type: "model", owned_by: "openai" });
  const plain = await fetch(`${server.url}/api/v1/models/tier/fast`, {
    headers: { "x-api-key": token },
  });
  expect(await plain.json()).toMatchObject({ id: "tier/fast", owned_by: "signalbox", tier: "fast" });
});

it("raises the SDKs' own errors", async () => {
  const unknown = await openai.models.retrieve("agent/stranger").catch((error: unknown) => error);
  expect(unknown).toBeInstanceOf(OpenAI.NotFoundError);
  expect(unknown).toMatchObject({ param: "model", code: "not_found", requestID: expect.stringMatching(/^req_/) });
  const wrong = new OpenAI({ apiKey: "sbx_wrong", baseURL: `${server.url}/api/v1`, maxRetries: 0 });
  await expect(wrong.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
});
