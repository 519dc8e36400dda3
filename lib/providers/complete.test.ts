import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LlmConfig, llmConfigSchema, type Provider } from "#lib/contracts/configuration.ts";
import { readEnv } from "#lib/env.ts";
import { type ProviderStub, startProviderStub } from "../../test/provider-stub.ts";
import { addressFor } from "./address.ts";
import { credentialsOf, type ProviderCredentials } from "./credentials.ts";
import { complete, type ProviderFailure } from "./port.ts";

const KEY = "sk-sentinel-0123456789";
const AWS: ProviderCredentials = {
  kind: "aws",
  accessKeyId: "AKIAEXAMPLEKEYID",
  secretAccessKey: KEY,
  sessionToken: null,
};
const MODELS: Record<Provider, string> = {
  openai: "gpt-4o",
  anthropic: "claude-haiku-4-5",
  bedrock: "us.amazon.nova-pro-v1:0",
};
const ANSWERS: Record<Provider, unknown> = {
  openai: {
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "gpt-4o-2024-11-20",
    choices: [{ index: 0, message: { role: "assistant", content: "ready" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11, prompt_tokens_details: { cached_tokens: 4 } },
  },
  anthropic: {
    id: "m1",
    type: "message",
    role: "assistant",
    model: "claude-haiku-4-5-20251001",
    content: [
      { type: "text", text: "rea" },
      { type: "text", text: "dy" },
    ],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 5, output_tokens: 2, cache_read_input_tokens: 4, cache_creation_input_tokens: 0 },
  },
  bedrock: {
    output: { message: { role: "assistant", content: [{ text: "ready" }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 5, outputTokens: 2, totalTokens: 11, cacheReadInputTokens: 4 },
    metrics: { latencyMs: 1 },
  },
};
const PROVIDERS = ["openai", "anthropic", "bedrock"] as const;

let stub: ProviderStub;
beforeAll(async () => {
  stub = await startProviderStub();
  process.env.SIGNALBOX_PROVIDER_BASE_URLS = stub.url;
  // What the SDKs would take from the environment must change nothing.
  process.env.OPENAI_BASE_URL = "http://127.0.0.1:1/v1";
  process.env.ANTHROPIC_BASE_URL = "http://127.0.0.1:1";
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
});
beforeEach(() => void stub.seen.splice(0));
afterAll(() => stub.close());

const settingsOf = (provider: Provider, rest: Partial<LlmConfig> = {}): LlmConfig =>
  llmConfigSchema.parse({
    provider,
    model: MODELS[provider],
    tier: "fast",
    temperature: 0.5,
    maxTokens: 100,
    timeoutMs: 5000,
    maxRetries: 0,
    region: provider === "bedrock" ? "us-east-1" : null,
    baseUrl: provider === "openai" ? `${stub.url}/v1` : stub.url,
    ...rest,
  });
const call = (provider: Provider, rest: Partial<LlmConfig> = {}, signal?: AbortSignal) =>
  complete({
    settings: settingsOf(provider, rest),
    credentials: provider === "bedrock" ? AWS : { kind: "key", apiKey: KEY },
    messages: [{ role: "user", text: "Are you ready?" }],
    ...(signal && { signal }),
  });
const failure = async (promise: Promise<unknown>): Promise<ProviderFailure> => {
  const [outcome] = await Promise.allSettled([promise]);
  expect(outcome.status).toBe("rejected");
  const { reason } = outcome as PromiseRejectedResult;
  expect(reason.name).toBe("ProviderFailure");
  expect(JSON.stringify([reason.message, reason.stack, reason.cause])).not.toContain(KEY);
  return reason;
};

describe.each(PROVIDERS)("%s", (provider) => {
  test("answers with text, usage, reason and time", async () => {
    stub.json(200, ANSWERS[provider]);
    expect(await call(provider)).toEqual({
      text: "ready",
      model: expect.stringContaining(provider === "openai" ? "gpt-4o" : provider === "anthropic" ? "claude" : "nova"),
      usage: {
        inputTokens: 9,
        outputTokens: 2,
        cacheReadTokens: 4,
        cacheWriteTokens: provider === "anthropic" ? 0 : null,
      },
      finishReason: "stop",
      latencyMs: expect.any(Number),
    });
  });

  test.each([
    [401, "credentials_refused"],
    [403, "permission_missing"],
    [404, "model_unknown"],
    [400, "request_refused"],
    [429, "rate_limited"],
    [500, "overloaded"],
  ])("status %d is %s, without the key in any of its words", async (status, kind) => {
    const message = `Incorrect API key provided: ${KEY}`;
    const error = { type: "error", error: { type: "invalid_request_error", message }, message };
    stub.json(status, error, provider === "bedrock" ? { "x-amzn-errortype": awsName(status) } : {});
    expect(await failure(call(provider))).toMatchObject({ kind, status: expect.any(Number) });
  });

  test("is tried again as often as the settings say, not more", async () => {
    stub.json(
      429,
      { message: "slow down", error: { message: "slow down" } },
      { "retry-after": "0", "x-amzn-errortype": "ThrottlingException" },
    );
    await failure(call(provider, { maxRetries: 2 }));
    expect(stub.seen).toHaveLength(3);
  });

  test("that hangs is given up after the timeout", async () => {
    stub.answer(() => undefined);
    expect(await failure(call(provider, { timeoutMs: 200 }))).toMatchObject({ kind: "timed_out" });
  });

  test("ends at once when the caller aborts", async () => {
    const controller = new AbortController();
    stub.answer(() => controller.abort());
    expect(await failure(call(provider, {}, controller.signal))).toMatchObject({ kind: "aborted" });
  });

  test("that cannot be reached says so", async () => {
    const gone = await startProviderStub();
    await gone.close();
    process.env.SIGNALBOX_PROVIDER_BASE_URLS = `${stub.url},${gone.url}`;
    expect(await failure(call(provider, { baseUrl: gone.url }))).toMatchObject({ kind: "unreachable" });
  });

  test("gets no key at an address that nobody allowed, nor through a redirect", async () => {
    const stranger = await startProviderStub();
    stranger.json(200, ANSWERS[provider]);
    expect(await failure(call(provider, { baseUrl: stranger.url }))).toMatchObject({ kind: "address_refused" });
    stub.answer((response) => void response.writeHead(307, { location: `${stranger.url}/v1` }).end());
    await failure(call(provider));
    expect(stranger.seen).toEqual([]);
    await stranger.close();
  });
});

function awsName(status: number): string {
  const names: Record<number, string> = {
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    400: "ValidationException",
    429: "ThrottlingException",
  };
  return names[status] ?? "InternalServerException";
}

describe("requests", () => {
  const sent = async (provider: Provider, rest: Partial<LlmConfig>) => {
    stub.json(200, ANSWERS[provider]);
    await call(provider, rest);
    return stub.seen[0]!;
  };

  test("to OpenAI carry what is set and nothing else", async () => {
    const rest = { systemPrompt: "Be brief", stopSequences: ["END"], topP: 0.9, presencePenalty: 1 };
    expect(await sent("openai", rest)).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${KEY}` },
      body: {
        model: "gpt-4o",
        messages: [
          { role: "system", content: "Be brief" },
          { role: "user", content: "Are you ready?" },
        ],
        max_completion_tokens: 100,
        temperature: 0.5,
        top_p: 0.9,
        presence_penalty: 1,
        stop: ["END"],
      },
    });
    expect(stub.seen[0]!.body).not.toHaveProperty("reasoning_effort");
    stub.seen.splice(0);
    const reasoning = await sent("openai", { model: "gpt-6.2-sol", temperature: null, reasoningEffort: "low" });
    expect(reasoning.body).toMatchObject({ reasoning_effort: "low" });
    expect(reasoning.body).not.toHaveProperty("temperature");
  });

  test("to Anthropic carry thinking or effort as the family takes it", async () => {
    const thinking = await sent("anthropic", { thinkingBudgetTokens: 2000, maxTokens: 4000, temperature: null });
    expect(thinking).toMatchObject({
      path: "/v1/messages",
      headers: { authorization: `Bearer ${KEY}` },
      body: { max_tokens: 4000, thinking: { type: "enabled", budget_tokens: 2000 } },
    });
    stub.seen.splice(0);
    const effort = await sent("anthropic", { model: "claude-opus-5-5", temperature: null, reasoningEffort: "max" });
    expect(effort.body).toMatchObject({ output_config: { effort: "max" } });
    expect(effort.body).not.toHaveProperty("thinking");
    stub.seen.splice(0);
    const off = await sent("anthropic", { model: "claude-sonnet-5-5", temperature: null, reasoningEffort: "none" });
    expect(off.body).toMatchObject({ thinking: { type: "disabled" } });
  });

  test("to Bedrock are signed Converse calls with the model's own fields", async () => {
    const nova = await sent("bedrock", { topK: 20, systemPrompt: "Be brief" });
    expect(nova).toMatchObject({
      path: "/model/us.amazon.nova-pro-v1%3A0/converse",
      headers: {
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEKEYID\/.*us-east-1\/bedrock/),
      },
      body: {
        system: [{ text: "Be brief" }],
        inferenceConfig: { maxTokens: 100, temperature: 0.5 },
        additionalModelRequestFields: { inferenceConfig: { topK: 20 } },
      },
    });
    stub.seen.splice(0);
    const claude = { model: "global.anthropic.claude-opus-5-5", temperature: null, reasoningEffort: "high" as const };
    expect((await sent("bedrock", claude)).body).toMatchObject({
      additionalModelRequestFields: { output_config: { effort: "high" } },
    });
  });

  test("to Bedrock with an API key carry it as a bearer token", async () => {
    stub.json(200, ANSWERS.bedrock);
    const credentials = { kind: "key", apiKey: KEY } as const;
    await complete({ settings: settingsOf("bedrock"), credentials, messages: [{ role: "user", text: "hi" }] });
    expect(stub.seen[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
  });
});

describe("credentials", () => {
  test.each([
    ["openai", {}, /OPENAI_API_KEY is not set/],
    ["anthropic", { OPENAI_API_KEY: "x" }, /ANTHROPIC_API_KEY is not set/],
    ["bedrock", {}, /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
    ["bedrock", { AWS_ACCESS_KEY_ID: "x" }, /^AWS_SECRET_ACCESS_KEY is not set/],
  ] as [Provider, Record<string, string>, RegExp][])(
    "of %s from %o: what is missing is named",
    (provider, env, sentence) => {
      expect(() => credentialsOf(provider, readEnv({ ...env, NODE_ENV: "test" }))).toThrow(sentence);
    },
  );
});

test("the provider's own address needs no permission", () => {
  expect(addressFor(settingsOf("openai", { baseUrl: null }))).toBe("https://api.openai.com/v1");
  expect(addressFor(settingsOf("anthropic", { baseUrl: "https://api.anthropic.com/" }))).toBe(
    "https://api.anthropic.com/",
  );
  expect(addressFor(settingsOf("bedrock", { baseUrl: null, region: "eu-central-1" }))).toBe(
    "https://bedrock-runtime.eu-central-1.amazonaws.com",
  );
});
