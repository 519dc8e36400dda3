import { expect, test } from "vitest";
import { type OverviewFacts, overviewLamps } from "./overview-sentences.ts";

const QUIET: OverviewFacts = {
  nowMs: 0,
  lastHour: { decisions: 0, nobodyFits: 0, judged: 0, unjudged: 0, failed: 0 },
  budgets: [],
  production: [],
  problems: [],
  leases: { active: 0, overdue: 0, expiredLastDay: 0 },
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
