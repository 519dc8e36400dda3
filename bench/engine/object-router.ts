import type { PerformancePredictor } from "#lib/contracts/prediction.ts";
import { FACTORS, type FactorName, type FleetAgent, type RoutingPolicy } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import type { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import type { RouteInputs } from "#lib/engines/routing/decision-frame.ts";

interface Candidate {
  agent: FleetAgent;
  refusals: { filter: string; sentence: string }[];
  factors: Record<FactorName, number>;
  total: number;
  costNanoUsd: number;
}

/**
 * The baseline: the same filters and factors written the obvious way, an object and its sentences a candidate.
 * It looks up the same cached capability matches and predictions, so the difference is the layout of the data.
 */
export function routeOverObjects(
  agents: readonly FleetAgent[],
  names: readonly string[],
  parts: { policy: RoutingPolicy; matcher: CapabilityMatcher; predictor: PerformancePredictor },
  task: Task,
  inputs: RouteInputs,
): Candidate[] {
  const { policy, matcher, predictor } = parts;
  const predicted = predictor.predictColumns(names, { type: task.type, text: task.description, source: null });
  const inferred = task.requiredCapabilities.length > 0 ? [] : matcher.inferCapabilities(task.description);
  const wanted = [...task.requiredCapabilities, ...inferred.map(({ name }) => ({ name, minLevel: 0 }))];
  const candidates = agents.map((agent, row): Candidate => {
    const refusals: Candidate["refusals"] = [];
    if (agent.status !== "enabled") refusals.push({ filter: "status", sentence: `Is ${agent.status}.` });
    const agoMs = inputs.nowMs - (agent.lastHeartbeatAtMs ?? 0);
    if (agent.heartbeatTtlSeconds !== null && agoMs > agent.heartbeatTtlSeconds * 1000) {
      refusals.push({ filter: "heartbeat", sentence: `Sent its last heartbeat ${agoMs / 1000} s ago.` });
    }
    if (agent.activeLeases >= agent.concurrencyLimit) {
      refusals.push({ filter: "slots", sentence: `All its slots are taken (${agent.activeLeases}).` });
    }
    const skills = wanted.map(({ name, minLevel }) => {
      const matches = agent.capabilities
        .map(({ name: declared, level }) => ({ match: matcher.matchName(name, declared), level }))
        .filter(({ match }) => match >= policy.minCapabilityMatch);
      const skill = matches.reduce((best, { match, level }) => Math.max(best, match * level), -1);
      if (inferred.length === 0 && skill < minLevel) {
        refusals.push({ filter: "capability", sentence: `Lacks ${name}.` });
      }
      return Math.max(0, skill);
    });
    const { roles, maxCostUsd } = task.constraints;
    if (roles && !roles.includes(agent.role))
      refusals.push({ filter: "policy", sentence: `Its role is ${agent.role}.` });
    const price = agent.configuration?.price;
    const costNanoUsd = price
      ? Math.round(
          ((predicted.inputTokensP50[row] ?? 0) * Number(price.inputNanoUsdPerMtok) +
            (predicted.outputTokensP50[row] ?? 0) * Number(price.outputNanoUsdPerMtok)) /
            1e6,
        )
      : Number.NaN;
    if (maxCostUsd !== null && costNanoUsd > maxCostUsd * 1e9) {
      refusals.push({ filter: "policy", sentence: `Would cost ${costNanoUsd} nano-dollars.` });
    }
    for (const budget of inputs.budgets) {
      if (budget.action === "block" && costNanoUsd > Number(budget.remainingNanoUsd)) {
        refusals.push({ filter: "budget", sentence: `Budget ${budget.name} has too little left.` });
      }
    }
    const samples = predicted.typeSamples[row] ?? 0;
    const factors = {
      capability: skills.length > 0 ? skills.reduce((sum, skill) => sum + skill, 0) / skills.length : 0.5,
      experience: samples / (samples + policy.coldStart.priorStrength),
      availability: 1 - agent.activeLeases / agent.concurrencyLimit,
      performance: predicted.successProbability[row] ?? 0,
      cost: Math.log10(Math.max(1000, costNanoUsd)),
      latency: Math.log10(predicted.durationP50Ms[row] ?? 1),
      collaboration: 0.5,
    };
    return { agent, refusals, factors, total: 0, costNanoUsd };
  });
  const eligible = candidates.filter(({ refusals }) => refusals.length === 0);
  const leastCost = eligible.reduce((least, { factors }) => Math.min(least, factors.cost), Infinity);
  const leastDuration = eligible.reduce((least, { factors }) => Math.min(least, factors.latency), Infinity);
  const weightSum = FACTORS.reduce((sum, name) => sum + (policy.weights[name] ?? 0), 0);
  for (const candidate of eligible) {
    candidate.factors.cost = Math.max(0, 1 - (candidate.factors.cost - leastCost) / 3);
    candidate.factors.latency = Math.max(0, 1 - (candidate.factors.latency - leastDuration) / 2);
    for (const name of FACTORS) candidate.total += ((policy.weights[name] ?? 0) * candidate.factors[name]) / weightSum;
  }
  return eligible.sort((a, b) => b.total - a.total || (a.agent.name < b.agent.name ? -1 : 1));
}
