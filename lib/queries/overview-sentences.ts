import type { AgentView } from "#lib/contracts/agent.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import { agentReadiness } from "#lib/contracts/fleet.ts";
import type { AttentionItem, Lamp, Overview, ProductionModel } from "#lib/contracts/overview.ts";
import { PROVIDER_WORDS } from "#lib/contracts/provider-address.ts";

/** What the overview's sentences are made of. */
export interface OverviewFacts {
  nowMs: number;
  lastHour: Overview["lastHour"];
  budgets: BudgetView[];
  production: ProductionModel[];
  problems: { id: string; topic: string; entityId: string; message: string; since: Date }[];
  leases: { active: number; overdue: number; expiredLastDay: number };
  agents: AgentView[];
  /** `hasKey`: a call with it would find a key to send. */
  configurations: { provider: Provider; priced: boolean; hasKey: boolean }[];
  /** Age of the snapshot routing works with; null when this process does not keep one. */
  staleMs: number | null;
}

const STALE_MS = 10_000;

/** "1 agent", "2 agents". */
function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

/** One lamp an area, each with its sentence. */
export function overviewLamps(facts: OverviewFacts): Lamp[] {
  return [routing(facts), providers(facts), budgets(facts), models(facts), jobs(facts), database(facts)];
}

function routing({ agents, lastHour }: OverviewFacts): Lamp {
  if (agents.length === 0) return { name: "routing", state: "off", sentence: "No agents yet." };
  const { decisions, nobodyFits } = lastHour;
  const nobody = nobodyFits > 0 ? `, ${nobodyFits.toLocaleString("en-US")} found nobody` : "";
  const state = nobodyFits === 0 ? "on" : nobodyFits * 2 > decisions ? "danger" : "caution";
  return { name: "routing", state, sentence: `${count(decisions, "decision")} in the last hour${nobody}.` };
}

function providers({ configurations }: OverviewFacts): Lamp {
  const unpriced = configurations.filter(({ priced }) => !priced).length;
  const callable = configurations.some(({ hasKey }) => hasKey);
  const prices = unpriced === 0 ? "" : ` ${count(unpriced, "configuration")} without a price.`;
  return {
    name: "providers",
    state: unpriced > 0 ? "caution" : callable ? "on" : "off",
    sentence: `${sayWhoCanBeCalled(configurations)}${prices}`,
  };
}

/** "OpenAI and Anthropic (2 of 9) can be called; no key for AWS Bedrock." */
function sayWhoCanBeCalled(configurations: OverviewFacts["configurations"]): string {
  const byProvider = Map.groupBy(configurations, ({ provider }) => provider);
  const withKey: string[] = [];
  const without: string[] = [];
  for (const [provider, own] of byProvider) {
    const callable = own.filter(({ hasKey }) => hasKey).length;
    const name = PROVIDER_WORDS[provider];
    if (callable === 0) without.push(name);
    else withKey.push(callable === own.length ? name : `${name} (${callable} of ${own.length})`);
  }
  if (byProvider.size === 0) return "No configurations.";
  if (withKey.length === 0) return "No provider can be called: none has a key yet.";
  return `${inWords(withKey)} can be called${without.length > 0 ? `; no key for ${inWords(without)}` : ""}.`;
}

const inWords = (names: string[]) => new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);

function budgets({ budgets: all }: OverviewFacts): Lamp {
  if (all.length === 0) return { name: "budgets", state: "off", sentence: "No budget is set." };
  const exhausted = all.filter(({ state }) => state === "exhausted").length;
  const near = all.filter(({ state }) => state === "near_limit").length;
  if (exhausted > 0) return { name: "budgets", state: "danger", sentence: `${exhausted} of ${all.length} exhausted.` };
  if (near > 0) return { name: "budgets", state: "caution", sentence: `${near} of ${all.length} near the limit.` };
  return { name: "budgets", state: "on", sentence: `${count(all.length, "budget")}, all within limits.` };
}

function models({ production, problems }: OverviewFacts): Lamp {
  const serving = production.filter(({ version }) => version !== null);
  const refused = problems.filter(({ topic }) => topic === "model").length;
  if (refused > 0) return { name: "models", state: "danger", sentence: `${count(refused, "problem")} with models.` };
  if (serving.length === 0) return { name: "models", state: "off", sentence: "Nothing is in production." };
  const behind = serving.filter(({ replicasServing, replicasSeen }) => replicasServing < replicasSeen).length;
  if (behind > 0) return { name: "models", state: "caution", sentence: `${behind} not yet served everywhere.` };
  const pinned = serving.filter((model) => model.pinned).length;
  return {
    name: "models",
    state: pinned > 0 ? "caution" : "on",
    sentence: `${serving.length} in production${pinned > 0 ? `, ${pinned} pinned by a roll-back` : ""}.`,
  };
}

function jobs({ leases }: OverviewFacts): Lamp {
  const { active, overdue, expiredLastDay } = leases;
  if (overdue > 0) return { name: "jobs", state: "caution", sentence: `${count(overdue, "lease")} past their time.` };
  const expired = expiredLastDay > 0 ? `, ${expiredLastDay} expired in a day` : "";
  return { name: "jobs", state: "on", sentence: `${count(active, "lease")} running${expired}.` };
}

function database({ staleMs }: OverviewFacts): Lamp {
  if (staleMs === null) return { name: "database", state: "on", sentence: "Answers." };
  const seconds = Math.round(staleMs / 1000);
  if (staleMs > STALE_MS) return { name: "database", state: "danger", sentence: `Last read ${seconds} s ago.` };
  return { name: "database", state: "on", sentence: "Answers; the snapshot is current." };
}

/** What a person must look at: danger first, then the oldest. */
export function attentionItems({ problems, budgets: all, agents, production, nowMs }: OverviewFacts): AttentionItem[] {
  const items: AttentionItem[] = [
    ...problems.map(({ id, topic, entityId, message, since }) => ({
      id,
      severity: "danger" as const,
      topic: topic === "model" ? ("model" as const) : ("health" as const),
      entityId,
      sentence: message,
      since: since.toISOString(),
    })),
    ...all.filter(({ state }) => state === "near_limit" || state === "exhausted").map(budgetItem),
    ...agents
      .filter((agent) => agentReadiness(agent, nowMs) === "silent")
      .map((agent) => ({
        id: `agent-${agent.id}`,
        severity: "caution" as const,
        topic: "agent" as const,
        entityId: agent.id,
        sentence: `${agent.name} is silent: no heartbeat within ${agent.heartbeatTtlSeconds} s.`,
        since: agent.lastHeartbeatAt,
      })),
    ...production.flatMap(waitingItems),
  ];
  const rank = ({ severity }: AttentionItem) => (severity === "danger" ? 0 : 1);
  return items.toSorted((a, b) => rank(a) - rank(b) || (a.since ?? "").localeCompare(b.since ?? ""));
}

/** A version that nobody has decided on: its gates wait for a person. */
function waitingItems({ name, kind, waiting, trials }: ProductionModel): AttentionItem[] {
  // While it is tried on live traffic, the trial will say.
  if (!waiting || trials.some(({ mode, version }) => mode === "canary" && version === waiting.version)) return [];
  return [
    {
      id: `waiting-${name}/${kind}`,
      severity: "caution",
      topic: "model",
      entityId: `${name}/${kind}`,
      sentence: `v${waiting.version} of ${name}'s ${kind.replaceAll("_", " ")} waits in staging for somebody to check its gates and promote it.`,
      since: waiting.since,
    },
  ];
}

function budgetItem(budget: BudgetView): AttentionItem {
  const used = BigInt(budget.effectiveLimitNanoUsd) - BigInt(budget.remainingNanoUsd);
  const percent = Number((used * 100n) / BigInt(budget.effectiveLimitNanoUsd));
  const effect = budget.state === "exhausted" && budget.action === "block" ? "; new tasks are refused" : "";
  return {
    id: `budget-${budget.id}`,
    severity: budget.state === "exhausted" ? "danger" : "caution",
    topic: "budget",
    entityId: budget.id,
    sentence: `Budget "${budget.name}" has used ${percent}% of its ${budget.period} limit${effect}.`,
    since: null,
  };
}
