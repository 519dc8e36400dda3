import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TIERS } from "#lib/contracts/configuration.ts";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { saveConfiguration } from "#lib/services/configurations/save-configuration.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { systemContext } from "#test/fleet.ts";
import { type Gateway, PROVIDERS, startGateway } from "#test/gateway.ts";
import { CAPITAL } from "#test/loopback-answers.ts";

const ctx = systemContext();
const PRESETS = { fast: "fast_completion", balanced: "general_purpose", quality: "high_quality" };
const ASK = [{ role: "user" as const, content: "What is the capital of France?" }];
const MAX = { max_tokens: 1000 };

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  process.env.TEXT_EMBEDDING_BASE_URL = `${gateway.provider.url}/v1`;
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "answered",
    (error: unknown) => error,
  );

describe.each(PROVIDERS)("a tier, where %s is the provider of those who name none", (provider) => {
  beforeAll(async () => {
    process.env.LLM_PROVIDER = provider;
    const { settings } = configurationByRef(`${provider}/loop`) ?? expect.fail("no loop");
    for (const tier of TIERS) {
      const name = PRESETS[tier];
      const baseRevision = configurationByRef(`${provider}/${name}`)?.revision ?? 0;
      const input = {
        provider,
        name,
        settings: { ...settings, tier },
        baseRevision,
        note: "A provider on this machine",
      };
      await saveConfiguration({ ctx, input });
    }
    await loadRuntime();
  });
  afterAll(() => {
    delete process.env.LLM_PROVIDER;
  });

  it.each(TIERS)(
    "tier/%s is answered by the preset that stands for it, at both doors, whole and streamed",
    async (tier) => {
      const model = `tier/${tier}`;
      const answeredBy = { "x-signalbox-configuration": `${provider}/${PRESETS[tier]}`, "x-signalbox-attempts": "1" };
      const chat = await gateway.openai.chat.completions.create({ model, messages: ASK }).withResponse();
      expect(chat.data.choices[0]?.message.content).toBe(CAPITAL);
      expect(Object.fromEntries(chat.response.headers)).toMatchObject(answeredBy);
      const message = await gateway.anthropic.messages.create({ ...MAX, model, messages: ASK }).withResponse();
      expect(message.data.content).toEqual([expect.objectContaining({ type: "text", text: CAPITAL })]);
      expect(Object.fromEntries(message.response.headers)).toMatchObject(answeredBy);

      const streamed = await gateway.openai.chat.completions.stream({ model, messages: ASK }).finalContent();
      expect(streamed).toBe(CAPITAL);
      expect(await gateway.anthropic.messages.stream({ ...MAX, model, messages: ASK }).finalText()).toBe(CAPITAL);
    },
  );
});

it("a tier that is none is not found, and the sentence names those there are", async () => {
  const refused = await refusal(gateway.openai.chat.completions.create({ model: "tier/best", messages: ASK }));
  expect(refused).toBeInstanceOf(OpenAI.NotFoundError);
  expect(refused).toMatchObject({ message: expect.stringContaining("fast, balanced, quality") });
});

describe("a key bound to an agent", () => {
  let openai: OpenAI;
  let anthropic: Anthropic;
  beforeAll(async () => {
    const agent = { fleetName: "live", name: "other_001", role: "critic", configuration: "anthropic/loop" };
    await putAgent({ ctx, input: agent });
    await loadRuntime();
    const { token } = await createAgentKey({
      ctx,
      input: { name: "critic", fleetName: "live", agentName: "critic_001" },
    });
    openai = new OpenAI({ apiKey: token, baseURL: `${gateway.server.url}/api/v1`, maxRetries: 0 });
    anthropic = new Anthropic({ apiKey: token, baseURL: `${gateway.server.url}/api`, maxRetries: 0 });
  });

  it.each(["agent/critic_001", "openai/loop"])("calls %s, its own, at both doors", async (model) => {
    const answer = await openai.chat.completions.create({ model, messages: ASK });
    expect(answer.choices[0]?.message.content).toBe(CAPITAL);
    const message = await anthropic.messages.create({ ...MAX, model, messages: ASK });
    expect(message.content[0]).toMatchObject({ text: CAPITAL });
  });

  it.each(["agent/other_001", "auto", "anthropic/loop", "tier/quality"])(
    "is refused %s with 403 at both doors, streamed too, and nothing is sent",
    async (model) => {
      const calls = [
        openai.chat.completions.create({ model, messages: ASK }),
        openai.chat.completions.create({ model, messages: ASK, stream: true }),
        anthropic.messages.create({ ...MAX, model, messages: ASK }),
      ];
      const [plain, streamed, message] = await Promise.all(calls.map(refusal));
      expect(plain).toBeInstanceOf(OpenAI.PermissionDeniedError);
      expect(streamed).toBeInstanceOf(OpenAI.PermissionDeniedError);
      expect(message).toBeInstanceOf(Anthropic.PermissionDeniedError);
      const sentence = `This key speaks for critic_001 alone and may not call ${model}. It may call agent/critic_001, openai/loop.`;
      expect(plain).toMatchObject({ message: expect.stringContaining(sentence), param: "model" });
      expect(gateway.provider.received).toEqual([]);
    },
  );

  it("embeds with its provider's models, and no other's", async () => {
    const { data } = await openai.embeddings.create({ model: "text-embedding-3-small", input: "one" });
    expect(data).toHaveLength(1);
    const other = openai.embeddings.create({ model: "bedrock/amazon.titan-embed-text-v2:0", input: "one" });
    expect(await refusal(other)).toBeInstanceOf(OpenAI.PermissionDeniedError);
  });

  it("sees in the list of models what it may call", async () => {
    const ids = (await openai.models.list()).data.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(["agent/critic_001", "openai/loop"]);
    expect(await refusal(openai.models.retrieve("anthropic/loop"))).toBeInstanceOf(OpenAI.NotFoundError);
  });
});
