import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddingModelSchema } from "#lib/contracts/text-source.ts";
import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { pool } from "#lib/store/client.ts";
import { type ProviderStub, startProviderStub } from "../../../test/provider-stub.ts";
import { saveCredential } from "../credentials/save-credential.ts";
import { embedTexts } from "./embed-texts.ts";

let stub: ProviderStub;

beforeAll(async () => {
  stub = await startProviderStub();
  process.env.TEXT_EMBEDDING_BASE_URL = stub.url;
  process.env.OPENAI_API_KEY = "sk-sentinel-0123456789";
  process.env.AWS_BEARER_TOKEN_BEDROCK = "bedrock-sentinel";
  process.env.AWS_REGION = "eu-central-1";
});

beforeEach(async () => {
  stub.seen.length = 0;
  forgetMemory();
  await pool().query("truncate text_embedding");
});

afterAll(() => stub.close());

/** As a new process would begin. */
const forgetMemory = () => processState("runtime.textVectors", () => new Map<string, Float32Array>()).clear();

const call = (embedding: string, ...texts: string[]) =>
  embedTexts({ embedding: embeddingModelSchema.parse(embedding), texts, clock: systemClock });

test("pays for a text once: memory, then the database, then the model", async () => {
  stub.json(200, {
    object: "list",
    model: "text-embedding-3-small",
    // Out of order, as the API allows.
    data: [
      { object: "embedding", index: 1, embedding: [0, 5] },
      { object: "embedding", index: 0, embedding: [3, 4] },
    ],
    usage: { prompt_tokens: 4, total_tokens: 4 },
  });
  const name = "openai:text-embedding-3-small@2";
  const first = await call(name, "solid-state batteries", "a summary", "  ", "a summary");
  expect([...(first.get("solid-state batteries") ?? [])].map((x) => Math.round(x * 10) / 10)).toEqual([0.6, 0.8]);
  expect([...(first.get("a summary") ?? [])]).toEqual([0, 1]);
  expect(first.size).toBe(2);
  expect(stub.seen[0]?.body).toMatchObject({ input: ["solid-state batteries", "a summary"], dimensions: 2 });

  await call(name, "a summary");
  forgetMemory();
  const again = await call(name, "a summary", "solid-state batteries");
  expect(again).toEqual(first);
  expect(stub.seen).toHaveLength(1);
});

test("reads Amazon's and Cohere's answers on Bedrock", async () => {
  stub.json(200, { embedding: [1, 0, 0], inputTextTokenCount: 3 });
  const titan = await call("bedrock:amazon.titan-embed-text-v2:0@3", "one");
  expect([...(titan.get("one") ?? [])]).toEqual([1, 0, 0]);
  expect(stub.seen[0]?.path).toBe("/model/amazon.titan-embed-text-v2%3A0/invoke");
  expect(stub.seen[0]?.body).toEqual({ inputText: "one", dimensions: 3, normalize: true });
  expect(stub.seen[0]?.headers.authorization).toBe("Bearer bedrock-sentinel");

  stub.json(200, { embeddings: { float: [[0, 2]] }, response_type: "embeddings_by_type" });
  const cohere = await call("bedrock:cohere.embed-multilingual-v3@2", "one");
  expect([...(cohere.get("one") ?? [])]).toEqual([0, 1]);
});

test("refuses vectors that are not what the name promises, and keeps none of them", async () => {
  stub.json(200, { object: "list", model: "m", data: [{ object: "embedding", index: 0, embedding: [1, 2, 3] }] });
  await expect(call("openai:text-embedding-3-small@2", "one")).rejects.toThrow("not 2");
  const { rows } = await pool().query("select 1 from text_embedding");
  expect(rows).toHaveLength(0);
});

test("says in the provider's place what is wrong, without the key", async () => {
  stub.json(401, { error: { message: "Incorrect API key provided: sk-sentinel-0123456789" } });
  const refused = call("openai:text-embedding-3-small@2", "one");
  await expect(refused).rejects.toThrow("does not accept the key");
  await expect(refused).rejects.not.toThrow("sentinel");
});

test("says how to get local embeddings where the runtime is not installed", async () => {
  await expect(call("local:minilm@384", "one")).rejects.toThrow("npm install --no-save onnxruntime-node");
});

test("sends the key that was entered for its address before the environment's, also where nothing listens", async () => {
  const ctx = {
    actor: { kind: "system", id: "cli", name: "Test" },
    requestId: "req_test",
    clock: systemClock,
  } as const;
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
  const secret = { kind: "key", apiKey: "sk-stored-0123456789-abcdef" };
  await saveCredential({ ctx, input: { provider: "openai", name: "embeddings", baseUrl: stub.url, secret } });
  processState("runtime.credentials", () => ({ loaded: null as unknown })).loaded = null;
  stub.json(200, { data: [{ index: 0, embedding: [3, 4] }] });
  await call("openai:text-embedding-3-small@2", "a text");
  expect(stub.seen[0]?.headers.authorization).toBe(`Bearer ${secret.apiKey}`);
});
