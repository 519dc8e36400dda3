import type { ConfigFinding, LlmConfig, ModelFacts } from "#lib/contracts/configuration.ts";
import type { ModelFamily, ModelId } from "./families/family.ts";

/** What every rule sees. */
export interface RuleInput {
  settings: LlmConfig;
  /** Null when the model was not looked up. */
  facts: ModelFacts | null;
  family: ModelFamily | null;
  modelId: ModelId;
}

/** A rule looks at one concern and says what is wrong with it. */
export type Rule = (input: RuleInput) => ConfigFinding[];

/** A finding that forbids saving. @param path the property it belongs to. */
export function error(path: keyof LlmConfig, code: string, message: string): ConfigFinding {
  return { severity: "error", path, code, message };
}

/** A finding that a person may save in spite of. @param path the property it belongs to. */
export function warning(path: keyof LlmConfig, code: string, message: string): ConfigFinding {
  return { severity: "warning", path, code, message };
}
