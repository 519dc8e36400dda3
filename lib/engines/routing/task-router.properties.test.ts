import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACTORS, FILTERS, type FleetAgent, type RoutingPolicy } from "#lib/contracts/routing.ts";
import { type TaskWire, taskSchema } from "#lib/contracts/task.ts";
import { seededRandom, seedOf, shuffled } from "#lib/core/random.ts";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import { FILTER_PLUGINS } from "./filters/all.ts";
import {
  agentFixture,
  budgetFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  priceFixture,
  routerFixture,
} from "./fleet-fixture.ts";
import { chooseNext } from "./select-next.ts";
import { propensities } from "./selection.ts";
import { weightShares } from "./task-agent-scorer.ts";

const CAPABILITIES = ["web_search", "web_browsing", "sql", "data_querying", "summarization", "python", "home_made"];

const configuration = fc
  .record({ index: fc.nat(4), priced: fc.boolean(), window: fc.constantFrom(null, 1000, 200_000) })
  .map(({ index, priced, window }) =>
    configurationFixture({
      ref: `openai/c${index}${priced}${window}`,
      provider: index > 2 ? "openai" : "anthropic",
      tier: index % 2 ? "fast" : "balanced",
      contextWindow: window,
      price: priced ? priceFixture(index, 5 * index) : null,
    }),
  );

const agentParts = fc.record({
  status: fc.constantFrom<FleetAgent["status"]>("enabled", "enabled", "enabled", "draining", "disabled"),
  capabilities: fc.uniqueArray(
    fc.record({ name: fc.constantFrom(...CAPABILITIES), level: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { selector: ({ name }) => name },
  ),
  concurrencyLimit: fc.integer({ min: 1, max: 5 }),
  activeLeases: fc.nat(6),
  configuration: fc.option(configuration),
  heartbeatTtlSeconds: fc.constantFrom(null, null, 60),
  lastHeartbeatAtMs: fc.constantFrom(null, 10_000, 990_000),
  role: fc.constantFrom("researcher", "critic"),
});

const fleet = fc
  .array(agentParts, { maxLength: 12 })
  .map((parts) => parts.map((part, i) => agentFixture(`agent_${String(i).padStart(2, "0")}`, part)));

const task = fc
  .record({
    required_capabilities: fc.uniqueArray(fc.constantFrom(...CAPABILITIES), { maxLength: 2 }),
    description: fc.constantFrom("", "Summarize the paper", "Query the database for customers with SQL"),
    constraints: fc.record(
      {
        max_cost_usd: fc.constantFrom(0.001, 1),
        roles: fc.constant<string[]>(["critic"]),
        min_success_probability: fc.constant(0.3),
        min_context_tokens: fc.constant(5000),
      },
      { requiredKeys: [] },
    ),
  })
  .map((wire) => taskSchema.parse({ type: "research", ...wire } satisfies TaskWire));

const selection = fc.oneof<fc.Arbitrary<RoutingPolicy["selection"]>[]>(
  fc.constant({ kind: "best" }),
  fc.double({ min: 0.001, max: 10, noNaN: true }).map((temperature) => ({ kind: "softmax", temperature })),
  fc.double({ min: 0, max: 1, noNaN: true }).map((epsilon) => ({ kind: "epsilon", epsilon })),
);

const inputs = fc
  .record({ seed: fc.integer(), left: fc.constantFrom(null, 0n, 10_000_000n, 10n ** 10n) })
  .map(({ seed, left }) => inputsFixture({ seed, budgets: left === null ? [] : [budgetFixture(left)] }));

/** Depends on the name alone, so that every order of the fleet hears the same. */
function forecastsOf(agents: readonly FleetAgent[]): Forecasts {
  return Object.fromEntries(
    agents.map(({ name }) => {
      const random = seededRandom(seedOf(name));
      const unknown = random() < 0.3;
      return [
        name,
        {
          successProbability: random(),
          totalSamples: Math.floor(random() * 40),
          typeSamples: Math.floor(random() * 10),
          durationP50Ms: unknown ? Number.NaN : random() * 1e5,
          inputTokensP50: unknown ? Number.NaN : random() * 5000,
          outputTokensP50: unknown ? Number.NaN : random() * 2000,
          inputTokensP90: unknown ? Number.NaN : 5000 + random() * 5000,
          outputTokensP90: unknown ? Number.NaN : 2000 + random() * 5000,
          costP50NanoUsd: random() < 0.5 ? Number.NaN : Math.floor(random() * 1e8),
        },
      ];
    }),
  );
}

const decisionUnder = (selections: typeof selection) =>
  fc.record({ agents: fleet, task, selection: selections, inputs }).map(({ agents, task, selection, inputs }) => {
    const forecasts = forecastsOf(agents);
    const router = routerFixture(agents, { policy: { selection }, forecasts });
    return { agents, task, selection, inputs, forecasts, router, result: router.route(task, inputs) };
  });

const decision = decisionUnder(selection);

describe("every decision", () => {
  it("chooses an eligible agent exactly when there is one", () => {
    fc.assert(
      fc.property(decision, ({ result }) => {
        const { refused } = result.candidates;
        const eligible = [...refused.keys()].filter((row) => refused[row] === 0);
        expect([...result.ranking].sort((a, b) => a - b)).toEqual(eligible);
        expect(result.verdict).toBe(eligible.length > 0 ? "assigned" : "nobody_fits");
        expect(result.chosen === -1 ? eligible.length : refused[result.chosen]).toBe(0);
      }),
    );
  });

  it("scores within 0-1, and the total is the sum of the weighed scores", () => {
    fc.assert(
      fc.property(decision, ({ result }) => {
        const { scores, total, refused } = result.candidates;
        for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
        const shares = weightShares(result.frame.policy);
        refused.forEach((mask, row) => {
          const sum = FACTORS.reduce((at, _, f) => at + (shares[f] ?? 0) * (scores[row * FACTORS.length + f] ?? 0), 0);
          expect(total[row]).toBeCloseTo(mask === 0 ? sum : 0, 9);
          expect(total[row]! >= 0 && total[row]! <= 1).toBe(true);
        });
      }),
    );
  });

  it("chooses the best total when the policy says best", () => {
    fc.assert(
      fc.property(decisionUnder(fc.constant({ kind: "best" })), ({ result }) => {
        if (result.chosen < 0) return;
        const { total } = result.candidates;
        const best = Math.max(...[...result.ranking].map((row) => total[row] ?? 0));
        expect(total[result.chosen]).toBeCloseTo(best, 8);
        expect(result.propensity).toBe(1);
      }),
    );
  });

  it("ranks from best to worst", () => {
    fc.assert(
      fc.property(decision, ({ result }) => {
        const totals = [...result.ranking].map((row) => result.candidates.total[row] ?? 0);
        for (let i = 1; i < totals.length; i++) expect(totals[i]!).toBeLessThanOrEqual(totals[i - 1]! + 1e-9);
      }),
    );
  });

  it("is the same again with the same seed, on this router and on a new one", () => {
    fc.assert(
      fc.property(decision, ({ agents, task, selection, inputs, forecasts, router, result }) => {
        const stored = encodeCandidates(result);
        expect(encodeCandidates(router.route(task, inputs))).toBe(stored);
        const other = routerFixture(agents, { policy: { selection }, forecasts }).route(task, inputs);
        expect(encodeCandidates(other)).toBe(stored);
        expect(other.reason).toBe(result.reason);
      }),
    );
  });

  it("does not depend on the order of the fleet", () => {
    fc.assert(
      fc.property(decision, fc.integer(), ({ agents, task, selection, inputs, forecasts, result }, seed) => {
        const router = routerFixture(shuffled(agents, seededRandom(seed)), { policy: { selection }, forecasts });
        const other = router.route(task, inputs);
        expect(other.agents[other.chosen]?.name).toBe(result.agents[result.chosen]?.name);
        const order = (from: typeof result) => [...from.ranking].map((row) => from.agents[row]?.name);
        expect(order(other)).toEqual(order(result));
      }),
    );
  });

  it("makes nobody ineligible because another agent joined", () => {
    fc.assert(
      fc.property(decision, agentParts, ({ agents, task, selection, inputs, result }, part) => {
        const more = [...agents, agentFixture("newcomer", part)];
        const router = routerFixture(more, { policy: { selection }, forecasts: forecastsOf(more) });
        const { refused } = router.route(task, inputs).candidates;
        expect([...refused.subarray(0, agents.length)]).toEqual([...result.candidates.refused]);
      }),
    );
  });

  it("counts money in whole nano-dollars or calls it unknown", () => {
    fc.assert(
      fc.property(decision, ({ result }) => {
        const amounts = [...result.candidates.costNanoUsd, result.holdNanoUsd, result.estimate?.costP90NanoUsd ?? 0];
        for (const amount of amounts) expect(Number.isNaN(amount) || Number.isInteger(amount)).toBe(true);
      }),
    );
  });

  it("decodes to rows that say what the columns say", () => {
    fc.assert(
      fc.property(decision, ({ agents, result }) => {
        const rows = decodeCandidates(encodeCandidates(result));
        expect(rows.map(({ agentName }) => agentName).sort()).toEqual(agents.map(({ name }) => name).sort());
        for (const row of rows) {
          const at = agents.findIndex(({ id }) => id === row.agentId);
          const { refused, scores, total, costNanoUsd, successProbability } = result.candidates;
          const filters = FILTERS.filter((_, f) => (refused[at] ?? 0) & (1 << f));
          expect(row.refusals.map(({ filter }) => filter)).toEqual(filters);
          expect(row.refusals.every(({ sentence }) => /^[A-Z].*\.$/s.test(sentence))).toBe(true);
          const told = filters.map((name) => {
            const plugin = FILTER_PLUGINS[name];
            return plugin.sentence(plugin.explainer(result.frame).facts(at));
          });
          expect(row.refusals.map(({ sentence }) => sentence)).toEqual(told);
          expect(row.eligible).toBe(filters.length === 0);
          expect(row.total).toBeCloseTo(total[at] ?? 0, 5);
          expect(row.successProbability).toBeCloseTo(successProbability[at] ?? 0, 3);
          const cost = costNanoUsd[at] ?? Number.NaN;
          expect(row.costNanoUsd).toBe(Number.isNaN(cost) ? null : String(cost));
          expect(row.configuration).toBe(agents[at]?.configuration?.ref ?? null);
          row.factors.forEach(({ factor, score }) => {
            expect(score).toBeCloseTo(scores[at * FACTORS.length + FACTORS.indexOf(factor)] ?? -1, 3);
          });
          const sum = row.factors.reduce((all, { contribution }) => all + contribution, 0);
          expect(sum).toBeCloseTo(row.total, 3);
          expect(row.toWin === null).toBe(at === result.chosen);
        }
      }),
    );
  });

  it("never passes to a candidate that could not be reserved", () => {
    fc.assert(
      fc.property(decision, ({ router, result }) => {
        const taken: number[] = [];
        let current = result;
        while (current.chosen >= 0) {
          expect(taken).not.toContain(current.chosen);
          taken.push(current.chosen);
          current = chooseNext(router, current, taken);
        }
        expect(taken.length).toBe(result.ranking.length);
      }),
    );
  });
});

const noBeliefs = () => {
  throw new RangeError("asked for beliefs");
};

describe("propensities", () => {
  it("sum to 1 under every policy, and none is higher than the best one's", () => {
    const totals = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(selection, totals, (policy, values) => {
        const total = Float64Array.from(values).sort().reverse();
        const probability = propensities(policy, Int32Array.from(total.keys()), total, noBeliefs);
        expect(probability.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        for (const p of probability) expect(p).toBeLessThanOrEqual((probability[0] ?? 0) + 1e-12);
      }),
    );
  });

  it("are how often each is chosen", () => {
    const agents = ["ada", "bob", "cy"].map((name) => agentFixture(name));
    const forecasts = { ada: { successProbability: 0.9, totalSamples: 99 } };
    const router = routerFixture(agents, { policy: { selection: { kind: "epsilon", epsilon: 0.3 } }, forecasts });
    const task = taskSchema.parse({ type: "research" });
    let best = 0;
    for (let seed = 0; seed < 4000; seed++) if (router.route(task, inputsFixture({ seed })).chosen === 0) best++;
    expect(best / 4000).toBeGreaterThan(0.77);
    expect(best / 4000).toBeLessThan(0.83);
  });
});
