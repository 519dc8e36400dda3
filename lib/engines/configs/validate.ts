import type { ZodError } from "zod";
import {
  type ConfigFinding,
  type LlmConfig,
  llmConfigSchema,
  type ModelFacts,
  type Provider,
} from "#lib/contracts/configuration.ts";
import { findNul } from "#lib/core/parse.ts";
import { parseModelId } from "./families/family.ts";
import { findFamily } from "./families/find-family.ts";
import { error } from "./finding.ts";
import { limitRules } from "./limit-rules.ts";
import { modelRules } from "./model-rules.ts";
import { providerRules } from "./provider-rules.ts";
import { reasoningRules } from "./reasoning-rules.ts";
import { samplingRules } from "./sampling-rules.ts";

const RULES = [modelRules, samplingRules, reasoningRules, limitRules, providerRules];

/**
 * Judges settings of the right shape against what the model family, the provider and the model itself accept.
 * The one judge for preset files, the form, server actions and the API.
 * @param facts of this very model, or null to leave limits and price out.
 * @returns findings in the order of the rules; an "error" forbids saving. Empty: nothing to say.
 */
export function validateConfig(settings: LlmConfig, facts: ModelFacts | null): ConfigFinding[] {
  const modelId = parseModelId(settings.provider, settings.model);
  const family = findFamily(settings.provider, settings.model);
  return RULES.flatMap((rule) => rule({ settings, facts, family, modelId }));
}

export type FactsLookup = (provider: Provider, model: string) => ModelFacts | null;

/**
 * Judges anything: first the shape, then the rules, as far as what is of the right shape tells. Every door (form, action,
 * API, file, command) asks this function, so that each refuses the same settings with the same field and sentence.
 * @returns the parsed settings, or null with one finding per field of a wrong shape (code "shape") before the others.
 */
export function judgeConfig(
  input: unknown,
  factsOf: FactsLookup,
): { settings: LlmConfig | null; facts: ModelFacts | null; findings: ConfigFinding[] } {
  const parsed = llmConfigSchema.safeParse(input);
  if (!parsed.success) return { settings: null, ...judgeRest(input, shapeFindings(parsed.error), factsOf) };
  const unstorable = findNul(parsed.data).map(({ path, message }) => error(fieldOf(path.split(".")), "shape", message));
  if (unstorable.length > 0) return { settings: null, facts: null, findings: unstorable };
  const settings = parsed.data;
  const facts = factsOf(settings.provider, settings.model);
  return { settings, facts, findings: validateConfig(settings, facts) };
}

/** Whoever gets one of these wrong is told of it alone: what the others may say depends on it. */
const DECIDES: readonly (keyof LlmConfig)[] = ["provider", "model", "reasoningEffort", "thinkingBudgetTokens"];
/** What no rule minds, in place of what is of a wrong shape and has no default. */
const UNMINDED = { tier: "fast", temperature: null, maxTokens: 1, timeoutMs: 60_000 } as const;

/** The rules for the fields that are of the right shape, so that nobody mends one field to learn of the next. */
function judgeRest(input: unknown, shape: ConfigFinding[], factsOf: FactsLookup) {
  const wrong = new Set<string>(shape.map(({ path }) => path));
  const kept = Object.entries(Object(input)).filter(([path]) => !wrong.has(path));
  const rest = llmConfigSchema.safeParse({ ...UNMINDED, ...Object.fromEntries(kept) });
  if (!rest.success || wrong.has("provider") || wrong.has("model")) return { facts: null, findings: shape };
  const facts = factsOf(rest.data.provider, rest.data.model);
  if (DECIDES.some((path) => wrong.has(path)) || findNul(rest.data).length > 0) return { facts, findings: shape };
  const against = validateConfig(rest.data, facts).filter(
    ({ path }) => !wrong.has(path) && !(path === "thinkingBudgetTokens" && wrong.has("maxTokens")),
  );
  return { facts, findings: [...shape, ...against] };
}

/** One finding a field: a second sentence about the same field would only say the same in other words. */
function shapeFindings({ issues }: ZodError): ConfigFinding[] {
  const findings = new Map<string, ConfigFinding>();
  for (const issue of issues) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const key of unknown) {
      findings.set(key, error(key as keyof LlmConfig, "shape", `There is no setting "${key}".`));
    }
    if (unknown.length > 0) continue;
    const path = fieldOf(issue.path);
    if (!findings.has(path)) findings.set(path, error(path, "shape", issue.message));
  }
  return [...findings.values()];
}

/** What is no object at all is about the first thing it lacks. */
function fieldOf([first]: readonly PropertyKey[]): keyof LlmConfig {
  return (first === undefined ? "model" : String(first)) as keyof LlmConfig;
}

/** True when a finding forbids saving. */
export function hasErrors(findings: readonly ConfigFinding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
