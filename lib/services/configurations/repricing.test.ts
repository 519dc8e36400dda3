import { afterAll, beforeAll, expect, test } from "vitest";
import { startBackground } from "#lib/jobs/background.ts";
import { listCatalogue } from "#lib/queries/model-catalogue.ts";
import { completeChat } from "#lib/services/chat/complete-chat.ts";
import { db } from "#lib/store/client.ts";
import { allowLoopback, capitalOfFrance, loopbackConfiguration } from "#test/chat.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { savePriceOverride } from "./save-price-override.ts";
import { startRepricing } from "./start-repricing.ts";
import { releaseRepricings, workOnRepricing } from "./work-on-repricing.ts";

const PATIENCE = { timeout: 25_000, interval: 100 };
const ctx = systemContext();
let provider: LoopbackProvider;
let stop = async () => undefined as unknown;

beforeAll(async () => {
  provider = await startLoopbackProvider();
  allowLoopback(provider);
  await startedRuntime();
  await loopbackConfiguration(provider, "past", {});
  await makeFleet(ctx, "callers", {});
  stop = startBackground();
});
afterAll(async () => {
  await stop();
  await provider.close();
});

const latest = async () => (await listCatalogue({ ctx, input: {} })).repricings[0];

test("calls of the past get the price of their date beside what they were priced with, which stays", async () => {
  const input = { target: "openai/past", request: capitalOfFrance };
  const calls = [];
  for (let i = 0; i < 3; i++) calls.push(await completeChat({ ctx: keyContext("callers"), input }));
  const before = calls.map(({ facts }) => facts.costNanoUsd ?? 0n);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const price = {
    ...{ provider: "openai", model: "gpt-4o", inputUsdPerMtok: 5, outputUsdPerMtok: 20, cacheReadUsdPerMtok: 2.5 },
    ...{ effectiveFrom: yesterday, note: "the contract of yesterday" },
  };
  await savePriceOverride({ ctx, input: price });
  const order = { provider: "openai", model: "gpt-4o", from: yesterday, note: "the invoice came" };
  await startRepricing({ ctx, input: order });
  await expect.poll(async () => (await latest())?.state, PATIENCE).toBe("succeeded");

  const sum = before.reduce((total, cost) => total + cost, 0n);
  // Twice the list price in every class of tokens.
  expect(await latest()).toMatchObject({
    ...{ calls: 3, changed: 3, unknownBefore: 0, unknownAfter: 0 },
    ...{ beforeNanoUsd: String(sum), afterNanoUsd: String(2n * sum) },
  });
  const stored = await db().modelCall.findMany({ where: { id: { in: calls.map(({ facts }) => facts.callId) } } });
  expect(stored.map(({ costNanoUsd }) => costNanoUsd).toSorted()).toEqual(before.toSorted());
});

test("a class of tokens without a price makes the cost unknown, not smaller", async () => {
  const now = new Date(Date.now() - 86_000_000).toISOString();
  const price = {
    provider: "openai",
    model: "gpt-4o",
    inputUsdPerMtok: 1,
    outputUsdPerMtok: 1,
    note: "no cache price",
  };
  await savePriceOverride({ ctx, input: { ...price, effectiveFrom: now } });
  const { id } = await startRepricing({
    ctx,
    input: { provider: "openai", model: "gpt-4o", from: now, note: "again" },
  });
  const done = async () => (await listCatalogue({ ctx, input: {} })).repricings.find((entry) => entry.id === id);
  await expect.poll(async () => (await done())?.state, PATIENCE).toBe("succeeded");
  expect(await done()).toMatchObject({ calls: 3, unknownBefore: 0, unknownAfter: 3, afterNanoUsd: "0" });
});

test("a date ahead is refused, and so is who may not write", async () => {
  const input = { provider: "openai", model: "gpt-4o", from: "2999-01-01T00:00:00Z", note: "too early" };
  await expect(startRepricing({ ctx, input })).rejects.toMatchObject({ details: [{ path: "from" }] });
  await expect(startRepricing({ ctx: keyContext("callers"), input })).rejects.toMatchObject({ code: "forbidden" });
});

test("a process that stops gives it back after its batch, and the next one ends it", async () => {
  const from = new Date(Date.now() - 86_400_000).toISOString();
  const { id } = await startRepricing({ ctx, input: { provider: "openai", model: "gpt-4o", from, note: "a stop" } });
  const state = async () => (await db().repricing.findUniqueOrThrow({ where: { id } })).state;
  const working = workOnRepricing({ ctx, input: { id } });
  await expect.poll(state, { ...PATIENCE, interval: 1 }).not.toBe("queued");
  await releaseRepricings();
  await working;
  // It may have been quicker than the stop; either way nothing is lost, and nothing failed.
  expect(["queued", "succeeded"]).toContain(await state());
  await expect.poll(state, PATIENCE).toBe("succeeded");
});
