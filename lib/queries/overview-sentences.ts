import type { AgentView } from "#lib/contracts/agent.ts";
import type { AlertView } from "#lib/contracts/alert.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { WrongThing } from "#lib/contracts/health-check.ts";
import type { AttentionItem, Lamp, LampName, Overview, ProductionModel } from "#lib/contracts/overview.ts";
import { PROVIDER_WORDS } from "#lib/contracts/provider-address.ts";
import { summarize } from "./wrong-things.ts";

/** What the overview's sentences are made of. */
export interface OverviewFacts {
  lastHour: Overview["lastHour"];
  budgets: BudgetView[];
  production: ProductionModel[];
  /** The one source of what is not well: what checks have found. */
  wrong: WrongThing[];
  alerts: AlertView[];
  leases: { active: number; overdue: number };
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
  return [routing(facts), providers(facts), budgets(facts), models(facts), health(facts), database(facts)];
}

function routing({ agents, lastHour, leases }: OverviewFacts): Lamp {
  if (agents.length === 0) return { name: "routing", state: "off", sentence: "No agents yet." };
  const { decisions, nobodyFits } = lastHour;
  const nobody = nobodyFits > 0 ? `, ${nobodyFits.toLocaleString("en-US")} found nobody` : "";
  const overdue = leases.overdue > 0 ? `, ${leases.overdue.toLocaleString("en-US")} past their time` : "";
  const running = `${count(leases.active, "lease")} running${overdue}`;
  const state =
    nobodyFits > 0 && nobodyFits * 2 > decisions ? "danger" : nobodyFits + leases.overdue > 0 ? "caution" : "on";
  return { name: "routing", state, sentence: `${count(decisions, "decision")} in the last hour${nobody}; ${running}.` };
}

/** The worst of what the checks have found that a lamp is about; null: nothing. */
function found(name: LampName, wrong: readonly WrongThing[], isAbout: (thing: WrongThing) => boolean): Lamp | null {
  const own = wrong.filter(isAbout);
  if (own.length === 0) return null;
  const { state, sentence } = summarize(own);
  return { name, state: state === "failing" ? "danger" : "caution", sentence };
}

function providers({ configurations, wrong }: OverviewFacts): Lamp {
  const ill = found("providers", wrong, ({ checkId }) => checkId === "providers");
  if (ill) return ill;
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

function models({ production, wrong }: OverviewFacts): Lamp {
  const serving = production.filter(({ version }) => version !== null);
  const ill = found(
    "models",
    wrong,
    ({ checkId, subject }) => checkId === "models" || (checkId === "notes" && subject.startsWith("model ")),
  );
  if (ill) return ill;
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

function health({ wrong }: OverviewFacts): Lamp {
  const { sentence } = summarize(wrong);
  return found("health", wrong, () => true) ?? { name: "health", state: "on", sentence };
}

function database({ staleMs, wrong }: OverviewFacts): Lamp {
  const ill = found("database", wrong, ({ checkId }) => checkId === "database" || checkId === "disk");
  if (ill) return ill;
  if (staleMs === null) return { name: "database", state: "on", sentence: "Answers." };
  const seconds = Math.round(staleMs / 1000);
  if (staleMs > STALE_MS) return { name: "database", state: "danger", sentence: `Last read ${seconds} s ago.` };
  return { name: "database", state: "on", sentence: "Answers; the snapshot is current." };
}

/** What a person must look at: danger first, then the oldest. */
export function attentionItems({ wrong, alerts, budgets: all, production }: OverviewFacts): AttentionItem[] {
  const endangered = all.filter(({ state }) => state === "near_limit" || state === "exhausted");
  const told = new Set(endangered.map(({ id }) => id));
  const items: AttentionItem[] = [
    ...wrong.map(wrongItem),
    ...alertItems(alerts.filter(({ kind, subjectId }) => kind === "budget_overshoot" || !told.has(subjectId))),
    ...endangered.map(budgetItem),
    ...production.flatMap(waitingItems),
  ];
  const rank = ({ severity }: AttentionItem) => (severity === "danger" ? 0 : 1);
  return items.toSorted((a, b) => rank(a) - rank(b) || (a.since ?? "").localeCompare(b.since ?? ""));
}

function wrongItem({ checkId, subject, state, sentence, href, since, acknowledgedBy }: WrongThing): AttentionItem {
  return {
    id: `${checkId} ${subject}`,
    severity: state === "failing" ? "danger" : "caution",
    href: href ?? "/health",
    sentence: acknowledgedBy === null ? sentence : `${sentence} ${acknowledgedBy} looks after it.`,
    since,
  };
}

/** One entry for all that nobody looks after; those of checks stand above, each with its own. */
function alertItems(alerts: readonly AlertView[]): AttentionItem[] {
  const open = alerts.filter(({ kind, acknowledgedAt }) => kind !== "health" && acknowledgedAt === null);
  const worst = open.find(({ severity }) => severity === "danger") ?? open.at(0);
  if (!worst) return [];
  const more = open.length > 1 ? ` And ${count(open.length - 1, "more alert")}.` : "";
  return [
    {
      id: "alerts",
      severity: worst.severity === "danger" ? "danger" : "caution",
      href: "/alerts",
      sentence: `Alert: ${worst.message}${more}`,
      since: worst.openedAt,
    },
  ];
}

/** A version that nobody has decided on: its gates wait for a person. */
function waitingItems({ name, kind, waiting, trials }: ProductionModel): AttentionItem[] {
  // While it is tried on live traffic, the trial will say.
  if (!waiting || trials.some(({ mode, version }) => mode === "canary" && version === waiting.version)) return [];
  return [
    {
      id: `waiting-${name}/${kind}`,
      severity: "caution",
      href: `/models/${encodeURIComponent(name)}/${kind}`,
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
    href: `/budgets/${encodeURIComponent(budget.id)}`,
    sentence: `Budget "${budget.name}" has used ${percent}% of its ${budget.period} limit${effect}.`,
    since: null,
  };
}
