import {
  type ConfigFinding,
  type LlmConfig,
  llmConfigSchema,
  type ModelFacts,
  type Provider,
} from "#lib/contracts/configuration.ts";
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
 * Judges anything: first the shape, and when that is right, the rules.
 * @returns the parsed settings, or null with one finding per wrong field (code "shape").
 */
export function judgeConfig(
  input: unknown,
  factsOf: FactsLookup,
): { settings: LlmConfig | null; facts: ModelFacts | null; findings: ConfigFinding[] } {
  const parsed = llmConfigSchema.safeParse(input);
  if (!parsed.success) {
    const findings = parsed.error.issues.map((issue) => {
      const path = (issue.path[0] ?? (issue.code === "unrecognized_keys" ? issue.keys[0] : "model")) as keyof LlmConfig;
      return error(path, "shape", issue.message);
    });
    return { settings: null, facts: null, findings };
  }
  const settings = parsed.data;
  const facts = factsOf(settings.provider, settings.model);
  return { settings, facts, findings: validateConfig(settings, facts) };
}

/** True when a finding forbids saving. */
export function hasErrors(findings: readonly ConfigFinding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
