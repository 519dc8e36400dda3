import type { Provider } from "#lib/contracts/configuration.ts";
import type { EmbeddingSource } from "#lib/contracts/text-source.ts";
import type { Complete } from "./completion.ts";
import type { Embed } from "./embedding.ts";

export { credentialsOf } from "./credentials.ts";
export { MAX_EMBEDDING_BATCH } from "./embedding.ts";
export { ProviderFailure } from "./failure.ts";

/**
 * One call through the provider's own SDK, which is loaded when it is first needed.
 * The answer comes whole; the settings' retries and timeout apply.
 * @throws ProviderFailure with a kind to decide by and a sentence to show.
 */
export const complete: Complete = async (request) => (await adapter(request.settings.provider))(request);

async function adapter(provider: Provider): Promise<Complete> {
  switch (provider) {
    case "openai":
      return (await import("./openai/complete.ts")).completeOpenai;
    case "anthropic":
      return (await import("./anthropic/complete.ts")).completeAnthropic;
    case "bedrock":
      return (await import("./bedrock/complete.ts")).completeBedrock;
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
