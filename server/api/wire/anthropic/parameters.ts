import { IGNORED_PARAMETERS, type ParameterRule } from "../parameter-rules.ts";

const only = (passes: readonly unknown[], otherwise: string): ParameterRule => ({ passes, otherwise });

/** Every parameter of Anthropic's messages, by what happens to it. */
export const ANTHROPIC_PARAMETERS: Readonly<Record<string, ParameterRule>> = {
  ...IGNORED_PARAMETERS,
  model: "used",
  messages: "used",
  system: "used",
  max_tokens: "used",
  stream: "used",
  tools: "used",
  tool_choice: "used",
  stop_sequences: "used",
  temperature: "used",
  top_p: "used",
  top_k: "used",
  thinking: "used",
  output_config: "used",
  cache_control: "used",
  metadata: "used",
  service_tier: only([null, "auto"], "Only the provider's usual service is priced."),
  speed: only([null, "standard"], "Only the provider's usual speed is priced."),
  container: only([null], "Containers run at the provider and are not supported."),
  diagnostics: only([null], "Diagnostics of the provider are not passed on."),
  inference_geo: only([null], "Where a call runs is the configuration's to say."),
  user_profile_id: only([null], "Profiles of users at the provider are not supported."),
  workspace_id: only([null], "The workspace is the operator's key's."),
};
