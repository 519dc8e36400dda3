import type { Provider } from "#lib/contracts/configuration.ts";
import type { Complete } from "./completion.ts";

export { credentialsOf } from "./credentials.ts";
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
