import { IGNORED_PARAMETERS, type ParameterRule } from "../parameter-rules.ts";

const only = (passes: readonly unknown[], otherwise: string): ParameterRule => ({ passes, otherwise });

/** Every parameter of OpenAI's chat completions, by what happens to it. */
export const OPENAI_CHAT_PARAMETERS: Readonly<Record<string, ParameterRule>> = {
  ...IGNORED_PARAMETERS,
  model: "used",
  messages: "used",
  stream: "used",
  stream_options: "used",
  tools: "used",
  tool_choice: "used",
  parallel_tool_calls: "used",
  response_format: "used",
  max_tokens: "used",
  max_completion_tokens: "used",
  temperature: "used",
  top_p: "used",
  /** Not OpenAI's own, but of most servers that speak its language. */
  top_k: "used",
  frequency_penalty: "used",
  presence_penalty: "used",
  stop: "used",
  seed: "used",
  reasoning_effort: "used",
  user: "used",
  safety_identifier: "used",
  metadata: "label",
  /** Hints where to look for a cached prefix; a provider finds it without them. */
  prompt_cache_key: "label",
  n: only([null, 1], "One answer per request: ask again for another."),
  logprobs: only([null, false], "Log probabilities are not passed on."),
  top_logprobs: only([null, 0], "Log probabilities are not passed on."),
  logit_bias: only([null, {}], "Biases of tokens differ per model and are not passed on."),
  store: only([null, false], "Answers are not stored at the provider: decisions and usage are here."),
  service_tier: only([null, "auto", "default"], "Only the provider's usual service is priced."),
  modalities: only([null, ["text"]], "Answers are text."),
  audio: only([null], "Answers are text."),
  prediction: only([null], "Predicted outputs are billed apart and not supported."),
  verbosity: only([null, "medium"], "Ask for short or long answers in the system prompt."),
  prompt_cache_retention: only([null, "in_memory"], "Mark what to cache with cache_control on a message's part."),
  prompt_cache_options: only(
    [null, { mode: "implicit" }],
    "Mark what to cache with cache_control on a message's part.",
  ),
  web_search_options: only([null], "Tools that run at the provider are not supported: bring them as functions."),
  moderation: only([null], "Moderation at the provider is not supported."),
  functions: only([null, []], "Use tools: functions are OpenAI's older form of them."),
  function_call: only([null, "none"], "Use tool_choice: function_call is OpenAI's older form of it."),
};
