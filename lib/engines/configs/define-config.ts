import {
  type LlmConfig,
  llmConfigSchema,
  PRESET_NAMES,
  type PresetName,
  type Provider,
} from "#lib/contracts/configuration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { validateConfig } from "./validate.ts";

/** What must be said of a configuration; everything else has a default. */
export type ConfigDefinition<P extends Provider> = Pick<LlmConfig, "model" | "tier" | "maxTokens"> &
  Partial<Omit<LlmConfig, "provider" | "region">> &
  (P extends "bedrock" ? { region: string } : { region?: null });

const DEFAULT_TIMEOUT_MS = 60_000;

function define<P extends Provider>(provider: P, definition: ConfigDefinition<P>): LlmConfig {
  const parsed = llmConfigSchema.safeParse({
    temperature: null,
    timeoutMs: DEFAULT_TIMEOUT_MS,
    ...definition,
    provider,
  });
  const problems = parsed.success
    ? validateConfig(parsed.data, null).filter((finding) => finding.severity === "error")
    : parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  if (parsed.success && problems.length === 0) return parsed.data;
  const details = problems.map(({ path, message }) => ({ path, message }));
  const sentences = details.map(({ path, message }) => `${path}: ${message}`).join(" ");
  throw new SignalboxError("invalid_input", `${provider}/${definition.model}: ${sentences}`, { details });
}

/**
 * Configurations in code: `defineConfig.anthropic({ model: "claude-sonnet-5-5", tier: "balanced", maxTokens: 8192 })`.
 * Checked where it is written, by the same rules as every file and form.
 * @throws SignalboxError invalid_input with one detail per wrong field.
 */
export const defineConfig = {
  openai: (definition: ConfigDefinition<"openai">) => define("openai", definition),
  anthropic: (definition: ConfigDefinition<"anthropic">) => define("anthropic", definition),
  bedrock: (definition: ConfigDefinition<"bedrock">) => define("bedrock", definition),
};

export type ConfigPresets = Record<PresetName, LlmConfig>;

/** Names a whole set; the type demands all nine presets. */
export function defineConfigs(presets: ConfigPresets): readonly { name: PresetName; settings: LlmConfig }[] {
  return PRESET_NAMES.map((name) => ({ name, settings: presets[name] }));
}
