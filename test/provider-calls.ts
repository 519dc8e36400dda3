import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { ProviderCall } from "#lib/providers/call.ts";
import type { Interface } from "./loopback-provider/wire-format.ts";

/** A key that must appear nowhere. */
export const SENTINEL_KEY = "sk-sentinel-0123456789";

const MODELS: Record<Interface, [Provider, string]> = {
  openai: ["openai", "gpt-4o"],
  "openai-responses": ["openai", "gpt-6.2-sol"],
  anthropic: ["anthropic", "claude-sonnet-4-5"],
  bedrock: ["bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"],
};

/** A call of the loopback provider through one of its interfaces. */
export function loopbackCall(
  api: Interface,
  url: string,
  request: ChatRequest,
  rest: Partial<ProviderCall> = {},
): ProviderCall {
  const [provider, model] = MODELS[api];
  const aws = { accessKeyId: "AKIAEXAMPLEKEYID", secretAccessKey: SENTINEL_KEY, sessionToken: null };
  return {
    provider,
    model,
    request,
    connection: {
      credentials: provider === "bedrock" ? { kind: "aws", ...aws } : { kind: "key", apiKey: SENTINEL_KEY },
      baseUrl: provider === "openai" ? `${url}/v1` : url,
      region: provider === "bedrock" ? "us-east-1" : null,
    },
    timeouts: { connectMs: 1000, firstTokenMs: 3000, totalMs: 5000 },
    ...rest,
  };
}
