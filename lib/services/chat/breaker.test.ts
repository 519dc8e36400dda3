import { afterAll, beforeAll, expect, test } from "vitest";
import { readDecision } from "#lib/queries/decisions.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { allowLoopback, capitalOfFrance, loopbackConfiguration } from "#test/chat.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { completeChat } from "./complete-chat.ts";

let sick: LoopbackProvider;
let well: LoopbackProvider;
beforeAll(async () => {
  [sick, well] = await Promise.all([startLoopbackProvider(), startLoopbackProvider()]);
  allowLoopback(sick, well);
  await startedRuntime();
  const ref = await loopbackConfiguration(sick, "sick", { maxRetries: 0 });
  const other = await loopbackConfiguration(well, "well", { maxRetries: 0 });
  const { execution } = routingPolicy();
  execution.fallbacks.configurations[ref] = [other];
  execution.fallbacks.configurations[other] = [];
  // Both may be out at once.
  execution.breaker.maxEjectedShare = 1;
  await makeFleet(systemContext(), "breaking", {
    ill: { configuration: ref },
    fit: { configuration: other },
  });
});
afterAll(() => Promise.all([sick.close(), well.close()]));

const ctx = () => keyContext("breaking");
const ask = (target: string) => completeChat({ ctx: ctx(), input: { target, request: capitalOfFrance } });

test("an endpoint that fails again and again is left alone, by calls and by the router, until all are as bad", async () => {
  sick.fail({ kind: "status", status: 500 }, { times: 100 });
  for (let i = 0; i < 5; i++) expect((await ask("openai/sick")).facts.attempts).toHaveLength(2);
  expect(sick.received).toHaveLength(5);

  const spared = await ask("openai/sick");
  expect(spared.facts.attempts.map(({ configuration }) => configuration)).toEqual(["openai/well"]);
  const decision = await readDecision({ ctx: ctx(), input: { id: spared.facts.decisionId } });
  expect(decision.reason).toContain("openai/well is asked instead");

  const routed = await routeTask({ ctx: ctx(), input: { fleetName: "breaking", request: { task: { type: "x" } } } });
  expect(routed.agent).toBe("fit");
  const { candidates } = await readDecision({ ctx: ctx(), input: { id: routed.decision_id } });
  expect(candidates.find(({ agentName }) => agentName === "ill")?.refusals).toMatchObject([
    { filter: "provider_health" },
  ]);

  well.fail({ kind: "status", status: 500 }, { times: 5 });
  for (let i = 0; i < 5; i++) await ask("openai/well").catch(() => undefined);
  const lastResort = await ask("openai/well").catch((error: unknown) => error);
  expect(lastResort).toMatchObject({ facts: { attempts: [{ leastBad: true, failure: null }] } });
  const { decisionId } = (lastResort as Awaited<ReturnType<typeof ask>>).facts;
  const reason = (await readDecision({ ctx: ctx(), input: { id: decisionId } })).reason;
  expect(reason).toContain("cooling down: openai/well, the least bad, is tried");
});
