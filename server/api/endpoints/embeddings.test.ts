import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type MachineServer, startMachineServer } from "#test/machine-server.ts";
import { type ProviderStub, startProviderStub } from "#test/provider-stub.ts";

const ctx = systemContext();
let server: MachineServer;
let stub: ProviderStub;
let openai: OpenAI;

beforeAll(async () => {
  stub = await startProviderStub();
  Object.assign(process.env, { TEXT_EMBEDDING_BASE_URL: `${stub.url}/v1`, OPENAI_API_KEY: "sk-x" });
  await startedRuntime();
  await makeFleet(ctx, "live", {});
  const { token } = await createAgentKey({ ctx, input: { name: "bot", fleetName: "live", agentName: null } });
  server = await startMachineServer();
  openai = new OpenAI({ apiKey: token, baseURL: `${server.url}/api/v1`, maxRetries: 0 });
});
beforeEach(() => void stub.seen.splice(0));
afterAll(async () => {
  await server.close();
  await stub.close();
});

const vectors = (...embeddings: number[][]) =>
  stub.json(200, {
    object: "list",
    model: "text-embedding-3-small",
    data: embeddings.map((embedding, index) => ({ object: "embedding", index, embedding })),
    usage: { prompt_tokens: 8, total_tokens: 8 },
  });

// The SDK asks for base64 unless told otherwise, and decodes it itself.
it.each([undefined, "float" as const])("gives the SDK its numbers, asked as %s", async (encoding_format) => {
  vectors([3, 4], [0, 1]);
  const { data, response } = await openai.embeddings
    .create({
      model: "openai/text-embedding-3-small",
      input: ["one", "two"],
      dimensions: 2,
      ...(encoding_format && { encoding_format }),
    })
    .withResponse();
  expect(data.data.map(({ embedding }) => [...embedding].map((value) => Math.round(value * 1000) / 1000))).toEqual([
    [0.6, 0.8],
    [0, 1],
  ]);
  expect(data).toMatchObject({ model: "openai/text-embedding-3-small", usage: { prompt_tokens: 8, total_tokens: 8 } });
  // $0.02 a million tokens.
  expect(response.headers.get("x-signalbox-cost-nano-usd")).toBe("160");
});

it("asks a bare name of OpenAI, at the model's own size", async () => {
  vectors(Array.from({ length: 1536 }, () => 1));
  const { data } = await openai.embeddings.create({ model: "text-embedding-3-small", input: "one" });
  expect([data.length, data[0]?.embedding.length]).toEqual([1, 1536]);
  expect(stub.seen[0]?.body).toMatchObject({ model: "text-embedding-3-small", input: ["one"], dimensions: 1536 });
});

it("refuses what has no price, is no model, or are tokens of nobody knows which model", async () => {
  const create = (model: string, input: string | number[], dimensions = 2) =>
    openai.embeddings.create({ model, input, dimensions }).catch((error: unknown) => error);
  expect(await create("openai/embedder-of-nobody", "one")).toMatchObject({ status: 400, param: "model" });
  expect(await create("local@", "one")).toMatchObject({ status: 404, param: "model" });
  expect(await create("text-embedding-3-small", [1, 2])).toMatchObject({ status: 400, param: "input" });
  expect(stub.seen).toEqual([]);
});

it("raises the SDK's error of what the provider refused", async () => {
  stub.json(429, { error: { message: "slow down" } }, { "retry-after": "0" });
  const refused = await openai.embeddings
    .create({ model: "text-embedding-3-small", input: "one" })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(OpenAI.RateLimitError);
});
