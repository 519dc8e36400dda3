import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { boundOrigin } from "#lib/contracts/provider-address.ts";
import { type ProviderEnv, readProviderEnv } from "#lib/env.ts";
import { credentialsAt } from "./credentials.ts";

/** Whether Signalbox holds a key that goes to where a configuration calls: one that somebody entered, or the environment's. */
export function holdsKey(settings: Pick<LlmConfig, "provider" | "baseUrl" | "region">, nowMs: number): boolean {
  const origin = boundOrigin(settings);
  if (credentialsAt(settings.provider, origin, settings.region, nowMs).length > 0) return true;
  const env = readProviderEnv(settings.provider);
  const named = env.SIGNALBOX_PROVIDER_BASE_URLS.some((url) => new URL(url).origin === origin);
  return (origin === null || named) && inEnvironment(settings.provider, env);
}

function inEnvironment(provider: LlmConfig["provider"], env: ProviderEnv): boolean {
  switch (provider) {
    case "openai":
      return Boolean(env.OPENAI_API_KEY);
    case "anthropic":
      return Boolean(env.ANTHROPIC_API_KEY);
    case "bedrock":
      return Boolean(
        env.AWS_BEARER_TOKEN_BEDROCK || env.AWS_PROFILE || (env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY),
      );
    default:
      return provider satisfies never;
  }
}
