import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TryEvent } from "#lib/contracts/configuration-try.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { allowLoopback, loopbackConfiguration } from "#test/chat.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { tryConfiguration } from "./try-configuration.ts";

const ctx = systemContext();
let provider: LoopbackProvider;

beforeAll(async () => {
  provider = await startLoopbackProvider();
  allowLoopback(provider);
  await startedRuntime();
  await loopbackConfiguration(provider, "tried", {});
  await makeFleet(ctx, "payers", {});
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

async function attempt(input: object): Promise<TryEvent[]> {
  const given = { ref: "openai/tried", fleetName: "payers", prompt: "What is the capital of France?", ...input };
  const events: TryEvent[] = [];
  const stream = await tryConfiguration({ ctx, input: given, signal: new AbortController().signal });
  for await (const event of stream) events.push(event);
  return events;
}

test("a try streams its answer, then tells tokens, cost and the decision it became", async () => {
  const events = await attempt({});
  const text = events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("");
  expect(text).toBe("The capital of France is Paris.");
  const end = events.at(-1);
  expect(end).toMatchObject({
    type: "end",
    finishReason: "stop",
    facts: {
      configuration: "openai/tried",
      revision: 1,
      attempts: 1,
      costNanoUsd: expect.stringMatching(/^[1-9]\d*$/),
    },
  });
  if (end?.type !== "end") throw new Error("no end");
  const decision = await readDecision({ ctx, input: { id: end.facts.decisionId } });
  expect(decision).toMatchObject({ verdict: "direct", outcome: { costNanoUsd: end.facts.costNanoUsd } });
});

test("an empty prompt, an unknown fleet or configuration is refused before anything is sent", async () => {
  await expect(attempt({ prompt: "  " })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(attempt({ fleetName: "nobody" })).rejects.toMatchObject({ code: "not_found" });
  await expect(attempt({ ref: "openai/absent" })).rejects.toMatchObject({ code: "not_found" });
  expect(provider.received).toHaveLength(0);
});
