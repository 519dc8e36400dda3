import { expect, test } from "vitest";
import type { AlertView } from "#lib/contracts/alert.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { WrongThing } from "#lib/contracts/health-check.ts";
import { attentionItems, type OverviewFacts, overviewLamps } from "./overview-sentences.ts";

const QUIET: OverviewFacts = {
  lastHour: { decisions: 0, nobodyFits: 0, judged: 0, unjudged: 0, failed: 0 },
  budgets: [],
  production: [],
  wrong: [],
  alerts: [],
  leases: { active: 0, overdue: 0 },
  agents: [],
  configurations: [],
  staleMs: 0,
};

type Configuration = OverviewFacts["configurations"][number];
const of = (provider: Configuration["provider"], hasKey: boolean, priced = true) => ({ provider, hasKey, priced });

test.each<[string, Configuration[], string, string]>([
  ["nothing", [], "off", "No configurations."],
  ["no key", [of("openai", false), of("anthropic", false)], "off", "No provider can be called: none has a key yet."],
  ["a key for all", [of("openai", true), of("anthropic", true)], "on", "OpenAI and Anthropic can be called."],
  [
    "keys for some",
    [of("openai", true), of("anthropic", true), of("anthropic", false), of("bedrock", false)],
    "on",
    "OpenAI and Anthropic (1 of 2) can be called; no key for AWS Bedrock.",
  ],
  ["a price missing", [of("openai", true, false)], "caution", "OpenAI can be called. 1 configuration without a price."],
])("the lamp of providers says who can be called: %s", (_case, configurations, state, sentence) => {
  const lamp = overviewLamps({ ...QUIET, configurations }).find(({ name }) => name === "providers");
  expect(lamp).toEqual({ name: "providers", state, sentence });
});

const SINCE = "2026-11-26T08:00:00.000Z";
const thing = (checkId: string, subject: string, state: WrongThing["state"]): WrongThing => {
  const sentence = `${subject} is ${state}.`;
  return { checkId, subject, label: subject, state, sentence, href: null, since: SINCE, acknowledgedBy: null };
};
const alert = (given: Partial<AlertView>): AlertView => ({
  ...{ id: "alr_1", kind: "spend_anomaly", severity: "caution", subjectKind: "spend", subjectId: "all" },
  ...{ windowStart: null, message: "Spending is out of the ordinary.", detail: {}, openedAt: SINCE, resolvedAt: null },
  ...{ resolution: null, acknowledgedAt: null, acknowledgedBy: null, dedupeKey: "x" },
  ...given,
});

test("what checks have found lights the lamps they are about and stands among what needs a person, once", () => {
  const wrong = [thing("disk", "Data folder", "failing"), thing("notes", "model one/predictor x", "degraded")];
  const facts = { ...QUIET, wrong };
  const lamps = new Map(overviewLamps(facts).map(({ name, state, sentence }) => [name, `${state}: ${sentence}`]));
  expect(lamps.get("health")).toBe("danger: 1 failing, 1 degraded: Data folder, model one/predictor x.");
  expect(lamps.get("database")).toBe("danger: 1 failing: Data folder.");
  expect(lamps.get("models")).toBe("caution: 1 degraded: model one/predictor x.");
  expect(attentionItems(facts)).toMatchObject([
    { severity: "danger", sentence: "Data folder is failing.", href: "/health" },
    { severity: "caution", sentence: "model one/predictor x is degraded." },
  ]);
});

test("open alerts that nobody looks after are one thing that needs a person, told by the worst", () => {
  const alerts = [
    alert({}),
    alert({ severity: "danger", message: "Budget is spent." }),
    alert({ kind: "health" }),
    alert({ acknowledgedAt: SINCE, acknowledgedBy: "Ada" }),
  ];
  expect(attentionItems({ ...QUIET, alerts })).toEqual([
    {
      id: "alerts",
      severity: "danger",
      href: "/alerts",
      sentence: "Alert: Budget is spent. And 1 more alert.",
      since: SINCE,
    },
  ]);
});

test("a budget near its limit is said once: of its alerts only costs above what it held say something else", () => {
  const near = {
    ...({ id: "bud_1", name: "Launch", period: "total", state: "near_limit", action: "block" } as BudgetView),
    effectiveLimitNanoUsd: "100",
    remainingNanoUsd: "8",
  };
  const own = { subjectKind: "budget", subjectId: "bud_1" };
  const said = (alerts: AlertView[]) =>
    attentionItems({ ...QUIET, budgets: [near], alerts }).map(({ sentence, href }) => [sentence, href]);
  const budget = ['Budget "Launch" has used 92% of its total limit.', "/budgets/bud_1"];
  expect(said([alert({ kind: "budget_threshold", ...own }), alert({ kind: "budget_blocking", ...own })])).toEqual([
    budget,
  ]);
  expect(said([alert({ kind: "budget_overshoot", ...own, message: "Dearer than held." })])).toContainEqual([
    "Alert: Dearer than held.",
    "/alerts",
  ]);
});
