import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDecision } from "#lib/queries/decisions.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { db } from "#lib/store/client.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { entriesOf } from "#test/ledger.ts";
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

describe("a call for embeddings", () => {
  const small = "text-embedding-3-small";
  const ask = async (input = "one") => {
    const { response } = await openai.embeddings.create({ model: small, input, dimensions: 2 }).withResponse();
    return response.headers.get("x-signalbox-decision") ?? "";
  };
  const usageOf = (decisionId: string) => db().modelCall.findFirstOrThrow({ where: { decisionId } });
  async function budget(name: string, limitUsd: number, scope: object): Promise<string> {
    const input = { name, scope, limitUsd, period: "day", action: "block" };
    const { id } = await saveBudget({ ctx, input });
    await loadRuntime();
    return id;
  }

  it("is a decision with a usage row, priced by the tokens that were read", async () => {
    vectors([3, 4]);
    const id = await ask();
    expect(await usageOf(id)).toMatchObject({
      ...{ configuration: `openai/${small}`, configRevision: null, provider: "openai", requestedModel: small },
      ...{ inputTokens: 8, outputTokens: 0, costNanoUsd: 160n, attempts: 1, errorKind: null, fleetName: "live" },
    });
    expect(await readDecision({ ctx, input: { id } })).toMatchObject({
      ...{ verdict: "direct", taskType: "embeddings", configuration: `openai/${small}` },
      ...{ reason: `openai/${small} was asked for by name.` },
      outcome: { success: null, inputTokens: 8, costNanoUsd: "160" },
    });
  });

  it("is held by budgets before it is sent, and settled with what it took", async () => {
    const id = await budget("embeddings of OpenAI", 1, { provider: "openai" });
    vectors([3, 4]);
    const decisionId = await ask("x".repeat(4000));
    const entries = (await entriesOf(id)).filter((entry) => entry.decisionId === decisionId);
    expect(entries.map(({ kind, heldNanoUsd, spentNanoUsd }) => [kind, heldNanoUsd, spentNanoUsd])).toEqual([
      ["hold", 25_000n, 0n],
      ["settle", -25_000n, 160n],
    ]);
    expect(await readDecision({ ctx, input: { id: decisionId } })).toMatchObject({ assignment: { state: "finished" } });
    await verifyLedger({ ctx });
  });

  it("that a blocking budget has no room for is refused, and nothing is sent", async () => {
    const id = await budget("nothing for vectors", 0.000001, { provider: "openai" });
    const input = "x".repeat(4000);
    const refused = await openai.embeddings.create({ model: small, input }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OpenAI.RateLimitError);
    expect(refused).toMatchObject({ message: expect.stringContaining("The budget nothing for vectors blocks") });
    expect(stub.seen).toEqual([]);
    await db().budget.delete({ where: { id } });
    await loadRuntime();
  });

  it("that fails is written down with its failure, costs nothing where the provider bills nothing, and frees its hold", async () => {
    stub.json(400, { error: { message: "not like this" } });
    await openai.embeddings.create({ model: small, input: "one" }).catch(() => undefined);
    const call = await db().modelCall.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(call).toMatchObject({ errorKind: "request_refused", costNanoUsd: 0n, inputTokens: 0 });
    const { outcome } = await readDecision({ ctx, input: { id: call.decisionId } });
    expect(outcome).toMatchObject({ success: false, errorCode: "request_refused" });
  });

  it("whose tokens the provider does not tell has a cost that nobody knows, and what was held is spent", async () => {
    const id = await budget("unknown vectors", 1, { fleet: "live" });
    stub.json(200, { object: "list", model: small, data: [{ object: "embedding", index: 0, embedding: [3, 4] }] });
    const decisionId = await ask("x".repeat(4000));
    expect(await usageOf(decisionId)).toMatchObject({ inputTokens: null, costNanoUsd: null });
    const balance = await db().budgetBalance.findFirstOrThrow({ where: { budgetId: id } });
    expect([balance.heldNanoUsd, balance.spentNanoUsd]).toEqual([0n, 25_000n]);
  });
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
