import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { markOf } from "#lib/engines/execution/own-thoughts.ts";

type Provider = "openai" | "anthropic" | "bedrock";

/** The models that the loopback provider's fixtures were recorded of. */
export const LOOPBACK_MODELS: Record<Provider, string> = {
  openai: "gpt-4o",
  anthropic: "claude-sonnet-4-5",
  bedrock: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
};

/** What stands in the recorded answers of the three providers, in nobody's format. */
export const CAPITAL = "The capital of France is Paris.";
export const STRUCTURED = { capital: "Paris" };
export const CITIES = ["Paris", "Rome"];
export const THOUGHT = { thinking: "Both cities are asked for.", signature: "EqQBCg==" };

/** The same as a client gets it: it says whose it is. */
export const thoughtOf = (provider: Provider) => ({
  ...THOUGHT,
  signature: markOf(provider, LOOPBACK_MODELS[provider]) + THOUGHT.signature,
});

const counts = (input: number, read: number, written: [number, number], output: number, reasoning: number | null) => ({
  inputTokens: input,
  cacheReadTokens: read,
  cacheWrite5mTokens: written[0],
  cacheWrite1hTokens: written[1],
  outputTokens: output,
  reasoningTokens: reasoning,
});

export const PLAIN_USAGE: Record<Provider, TokenUsage> = {
  openai: counts(400, 1024, [0, 0], 9, 0),
  anthropic: counts(400, 1024, [300, 200], 12, null),
  bedrock: counts(400, 1024, [300, 200], 12, null),
};

export const SERVED_MODELS: Record<Provider, string> = {
  openai: "gpt-4o-2024-11-20",
  anthropic: "claude-sonnet-4-5-20250929",
  bedrock: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
};

export const CALL_IDS: Record<Provider, string[]> = {
  openai: ["call_1", "call_2"],
  anthropic: ["toolu_1", "toolu_2"],
  bedrock: ["tooluse_1", "tooluse_2"],
};

/** OpenAI's chat completions have no thinking to show. */
export const THINKS: Record<Provider, boolean> = { openai: false, anthropic: true, bedrock: true };

export const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Where each provider's own format holds the image and the schema of a request. */
export const IN_PROVIDERS_FORMAT: Record<Provider, { image: object; schema: object }> = {
  openai: {
    image: {
      messages: [{ role: "user", content: [{ type: "text" }, { image_url: { url: `data:image/png;base64,${PNG}` } }] }],
    },
    schema: { response_format: { type: "json_schema", json_schema: { schema: { type: "object" } } } },
  },
  anthropic: {
    image: {
      messages: [
        {
          role: "user",
          content: [
            { type: "text" },
            { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } },
          ],
        },
      ],
    },
    schema: { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
  },
  bedrock: {
    image: { messages: [{ role: "user", content: [{}, { image: { format: "png", source: { bytes: PNG } } }] }] },
    schema: { outputConfig: { textFormat: { type: "json_schema" } } },
  },
};
