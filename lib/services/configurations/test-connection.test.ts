import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { systemClock } from "#lib/core/clock.ts";
import { defineConfig } from "#lib/engines/configs/define-config.ts";
import { db } from "#lib/store/client.ts";
import { type ProviderStub, startProviderStub } from "../../../test/provider-stub.ts";
import { testConnection } from "./test-connection.ts";

const KEY = "sk-sentinel-9876543210";
const ctx: ServiceContext = {
  actor: { kind: "user", id: "usr_1", name: "Olga", role: "operator" },
  requestId: "req_test",
  clock: systemClock,
};
let stub: ProviderStub;
const settings = () =>
  defineConfig.openai({
    model: "gpt-4o",
    tier: "fast",
    temperature: 0,
    maxTokens: 8000,
    maxRetries: 3,
    systemPrompt: "long",
    baseUrl: `${stub.url}/v1`,
  });

beforeAll(async () => {
  stub = await startProviderStub();
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = stub.url;
  process.env.OPENAI_API_KEY = KEY;
});
afterAll(() => stub.close());

test("a model that answers is shown with its name, time, tokens and cost; the call is small and audited", async () => {
  const message = { role: "assistant", content: "ready" };
  stub.json(200, {
    model: "gpt-4o-2024-11-20",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
  });
  expect(await testConnection({ ctx, input: { settings: settings() } })).toEqual({
    ok: true,
    model: "gpt-4o-2024-11-20",
    latencyMs: expect.any(Number),
    inputTokens: 1000,
    outputTokens: 100,
    costNanoUsd: "3500000",
    finishReason: "stop",
  });
  expect(stub.seen[0]?.body).toMatchObject({ max_completion_tokens: 1024 });
  expect(JSON.stringify(stub.seen[0]?.body)).not.toContain("long");
  const [entry] = await db().auditEntry.findMany({ where: { verb: "config.test" } });
  expect(entry).toMatchObject({ entityId: "openai/gpt-4o", actorName: "Olga" });
});

test("a refusal is an answer that says what is missing, tried once, without the key anywhere", async () => {
  stub.seen.splice(0);
  stub.json(401, { error: { message: `Incorrect API key provided: ${KEY}` } });
  const result = await testConnection({ ctx, input: { settings: settings() } });
  expect(result).toMatchObject({ ok: false, kind: "credentials_refused", sentence: expect.stringMatching(/OpenAI/) });
  expect(stub.seen).toHaveLength(1);
  const stored = await db().auditEntry.findMany();
  expect(
    JSON.stringify([result, stored], (_, value) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toContain(KEY);
});

test("a missing key is named", async () => {
  delete process.env.OPENAI_API_KEY;
  const result = await testConnection({ ctx, input: { settings: settings() } });
  expect(result).toMatchObject({ kind: "no_credentials", sentence: expect.stringContaining("OPENAI_API_KEY") });
});

test("settings that could not be saved are not sent, and viewers send nothing", async () => {
  stub.seen.splice(0);
  const wrong = { ...settings(), topK: 3 };
  await expect(testConnection({ ctx, input: { settings: wrong } })).rejects.toMatchObject({ code: "invalid_input" });
  const viewer: ServiceContext = { ...ctx, actor: { kind: "user", id: "usr_2", name: "Vi", role: "viewer" } };
  await expect(testConnection({ ctx: viewer, input: { settings: settings() } })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(stub.seen).toEqual([]);
});
