import { describe, expect, it } from "vitest";
import type { FleetAgent } from "#lib/contracts/routing.ts";
import type { TaskWire } from "#lib/contracts/task.ts";
import { decodeCandidates, encodeCandidates } from "../explain.ts";
import {
  agentFixture,
  budgetFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  priceFixture,
  routerFixture,
  taskFixture,
} from "../fleet-fixture.ts";
import type { RouteInputs } from "../task-router.ts";

interface Case {
  agent?: Partial<FleetAgent>;
  task?: Partial<TaskWire>;
  inputs?: Partial<RouteInputs>;
  forecast?: Forecasts[string];
  ceilingUsd?: number | null;
}

/** The refusals of a fleet's only agent, as somebody reading the decision sees them. */
function refusalsOf({ agent, task, inputs, forecast, ceilingUsd = 0.5 }: Case) {
  const router = routerFixture([agentFixture("ada", agent)], {
    policy: { unpricedCeilingUsd: ceilingUsd },
    forecasts: { ada: forecast ?? {} },
  });
  const result = router.route(taskFixture(task), inputsFixture(inputs));
  const [row] = decodeCandidates(encodeCandidates(result));
  return row?.refusals.map(({ filter, sentence }) => `${filter}: ${sentence}`) ?? [];
}

const TOKENS = { inputTokensP50: 1000, outputTokensP50: 1000, inputTokensP90: 2000, outputTokensP90: 2000 };

describe("a candidate is refused", () => {
  it.each<[string, Case, string]>([
    ["when disabled", { agent: { status: "disabled" } }, "status: Is disabled."],
    ["when draining", { agent: { status: "draining" } }, "status: Finishes its work and takes no more."],
    [
      "when its heartbeat is older than its limit",
      { agent: { heartbeatTtlSeconds: 30, lastHeartbeatAtMs: 1_000_000 - 31_000 } },
      "heartbeat: Sent its last heartbeat 31 s ago; one is due every 30 s.",
    ],
    [
      "when it never sent the heartbeat it promised",
      { agent: { heartbeatTtlSeconds: 30 } },
      "heartbeat: Has never sent a heartbeat; one is due every 30 s.",
    ],
    ["when full", { agent: { activeLeases: 4 } }, "slots: All its slots are taken (4 of 4)."],
    ["when it lacks a capability", { agent: { capabilities: [] } }, "capability: Lacks web_search."],
    [
      "when the nearest it has is not near enough",
      { agent: { capabilities: [{ name: "research", level: 1 }] } },
      "capability: Lacks web_search; its closest is research, a match of 0.33 where 0.6 counts.",
    ],
    [
      "when it is not skilled enough",
      { task: { required_capabilities: [{ name: "web_search", min_level: 0.95 }] } },
      "capability: Has web_search at 0.9, below the required 0.95.",
    ],
    [
      "when the description does not fit the context window",
      {
        agent: { configuration: configurationFixture({ contextWindow: 100 }) },
        task: { description: "x".repeat(404) },
      },
      "context_window: The context window of anthropic/researcher holds 100 tokens; the task needs 101.",
    ],
    [
      "when the task demands a context nobody knows it has",
      {
        agent: { configuration: configurationFixture({ contextWindow: null }) },
        task: { constraints: { min_context_tokens: 50_000 } },
      },
      "context_window: Nobody published the context window of anthropic/researcher; the task needs 50000 tokens.",
    ],
    [
      "when its provider is down",
      { inputs: { unavailableConfigurations: new Set(["anthropic/researcher"]) } },
      "provider_health: Its provider anthropic is not available at the moment.",
    ],
    [
      "when a blocking budget has too little left for its 90th percentile",
      { forecast: TOKENS, inputs: { budgets: [budgetFixture(35_000_000n)] } },
      'budget: Would need $0.036; budget "Research" has $0.035 left.',
    ],
    [
      "when its cost is unknown and the ceiling exceeds a blocking budget",
      { inputs: { budgets: [budgetFixture(400_000_000n)] } },
      'budget: Nobody knows what it costs, so $0.50 would be held; budget "Research" has $0.40 left.',
    ],
    [
      "when its cost is unknown, there is no ceiling, and a blocking budget applies",
      { ceilingUsd: null, inputs: { budgets: [budgetFixture(9_000_000_000n)] } },
      'budget: Nobody knows what it costs, and budget "Research" has $9.00 left to guard.',
    ],
    [
      "when the task allows others only",
      { task: { constraints: { agents: ["bob"] } } },
      "policy: Is not among the agents the task allows.",
    ],
    [
      "when the task excludes it",
      { task: { constraints: { exclude_agents: ["ada"] } } },
      "policy: The task excludes it.",
    ],
    [
      "when the task wants another role",
      { task: { constraints: { roles: ["critic"] } } },
      "policy: Its role is researcher; the task wants critic.",
    ],
    [
      "when the task wants another provider",
      { task: { constraints: { providers: ["openai"] } } },
      "policy: Its provider is anthropic; the task allows openai.",
    ],
    [
      "when its provider has no preset of the wanted tier",
      { task: { constraints: { tier: "fast" } } },
      "policy: Runs in tier balanced, and its provider has no preset of tier fast.",
    ],
    [
      "when it would cost more than allowed",
      { forecast: TOKENS, task: { constraints: { max_cost_usd: 0.01 } } },
      "policy: Would cost about $0.018; the task allows $0.01.",
    ],
    [
      "when it would take longer than allowed",
      { forecast: { durationP50Ms: 9000 }, task: { constraints: { max_duration_ms: 5000 } } },
      "policy: Would take about 9000 ms; the task allows 5000 ms.",
    ],
    [
      "when it is too likely to fail",
      {
        forecast: { successProbability: 0.4, totalSamples: 100 },
        task: { constraints: { min_success_probability: 0.8 } },
      },
      "policy: Its success probability is 40.0%; the task wants 80.0%.",
    ],
  ])("%s", (_when, refusal, sentence) => {
    expect(refusalsOf(refusal)).toEqual([sentence]);
  });

  it("for every reason there is, not only the first", () => {
    const refusals = refusalsOf({ agent: { status: "disabled", activeLeases: 9, capabilities: [] } });
    expect(refusals.map((sentence) => sentence.split(":")[0])).toEqual(["status", "slots", "capability"]);
  });
});

describe("a candidate passes", () => {
  it.each<[string, Case]>([
    ["with the capability, a slot and no budget in its way", {}],
    ["with a fresh heartbeat", { agent: { heartbeatTtlSeconds: 30, lastHeartbeatAtMs: 999_000 } }],
    ["with a related capability that matches well", { agent: { capabilities: [{ name: "web_browsing", level: 1 }] } }],
    ["when a budget that only alerts is empty", { inputs: { budgets: [budgetFixture(0n, { action: "alert" })] } }],
    [
      "when a blocking budget of another role is empty",
      { inputs: { budgets: [budgetFixture(0n, { role: "critic" })] } },
    ],
    [
      "when a blocking budget of another agent is empty",
      { inputs: { budgets: [budgetFixture(0n, { agentName: "bob" })] } },
    ],
    ["when the ceiling of its unknown cost still fits", { inputs: { budgets: [budgetFixture(500_000_000n)] } }],
    ["when nobody has timed it yet", { task: { constraints: { max_duration_ms: 5000 } } }],
    [
      "when an unknown window is not asked about",
      { agent: { configuration: configurationFixture({ contextWindow: null }) } },
    ],
    [
      "when it is free of charge and the budget is empty",
      {
        agent: { configuration: configurationFixture({ price: priceFixture(0, 0) }) },
        forecast: TOKENS,
        inputs: { budgets: [budgetFixture(0n)] },
      },
    ],
  ])("%s", (_when, refusal) => {
    expect(refusalsOf(refusal)).toEqual([]);
  });
});
