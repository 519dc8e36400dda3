import type { Provider } from "#lib/contracts/configuration.ts";
import type { EmbeddingSource } from "#lib/contracts/text-source.ts";
import type { Chat, ChatAdapter, ChatStream, ProviderCall } from "./call.ts";
import type { Embed } from "./embedding.ts";
import { ProviderFailure } from "./failure.ts";

export type { ProviderCall } from "./call.ts";
export { credentialsOf, type ProviderCredentials } from "./credentials.ts";
export { refusalOfAddress } from "./egress/lookup.ts";
export { MAX_EMBEDDING_BATCH } from "./embedding.ts";
export { ProviderFailure };

/**
 * One attempt through the provider's own SDK, which is loaded when it is first needed; nothing is tried again.
 * What the provider or model cannot do is refused by name, and nothing is sent.
 * @throws ProviderFailure with a kind to decide by and a sentence to show
 */
export const chat: Chat = async (call) => (await chatAdapter(call.provider)).chat(call);

/**
 * The same as it comes. An answer that breaks ends in a failure of phase "stream", with the tokens known until then.
 * Leaving the loop, or the call's signal, ends the call at the provider.
 * @throws ProviderFailure
 */
export const chatStream: ChatStream = (call) => adapters.get(call.provider)?.chatStream(call) ?? streamOnceLoaded(call);

async function* streamOnceLoaded(call: ProviderCall) {
  yield* (await chatAdapter(call.provider)).chatStream(call);
}

/** Adapters by provider, kept: an import costs something each time, however often it was made. */
const adapters = new Map<Provider, ChatAdapter>();

async function chatAdapter(provider: Provider): Promise<ChatAdapter> {
  const kept = adapters.get(provider);
  if (kept) return kept;
  const loaded = await loadAdapter(provider);
  adapters.set(provider, loaded);
  return loaded;
}

async function loadAdapter(provider: Provider): Promise<ChatAdapter> {
  switch (provider) {
    case "openai":
      return (await import("./openai/chat.ts")).openaiChat;
    case "anthropic":
      return (await import("./anthropic/chat.ts")).anthropicChat;
    case "bedrock":
      return (await import("./bedrock/chat.ts")).bedrockChat;
    default:
      return provider satisfies never;
  }
}

/**
 * Texts as vectors of unit length, by a provider's embedding model or a local encoder.
 * @throws ProviderFailure
 */
export const embed: Embed = async (request) => (await embedder(request.embedding.source))(request);

async function embedder(source: EmbeddingSource): Promise<Embed> {
  switch (source) {
    case "openai":
      return (await import("./openai/embed.ts")).embedOpenai;
    case "bedrock":
      return (await import("./bedrock/embed.ts")).embedBedrock;
    case "local":
      return (await import("./local/embed.ts")).embedLocally;
    default:
      return source satisfies never;
  }
}
