import type { Provider } from "#lib/contracts/configuration.ts";
import { rememberSecrets } from "#lib/core/known-secrets.ts";
import { type ProviderEnv, readProviderEnv } from "#lib/env.ts";
import { ProviderFailure } from "./failure.ts";

export type ProviderCredentials = (
  | { kind: "key"; apiKey: string }
  | { kind: "aws"; accessKeyId: string; secretAccessKey: string; sessionToken: string | null }
  | { kind: "aws_profile"; profile: string }
) & {
  /**
   * The one origin they were entered for; null: the provider's own address. Absent, they are the environment's, which
   * go to the provider's own address and those of SIGNALBOX_PROVIDER_BASE_URLS.
   */
  boundTo?: string | null;
};

/** By environment: as long as that is the same, so are they, and clients are kept by them. */
const found = new WeakMap<ProviderEnv, Map<Provider, ProviderCredentials>>();

/**
 * Credentials of a provider, from the environment of this process.
 * @throws ProviderFailure no_credentials, naming the variable that is missing.
 */
export function credentialsOf(provider: Provider, env: ProviderEnv = readProviderEnv(provider)): ProviderCredentials {
  const ofEnv = found.get(env) ?? new Map<Provider, ProviderCredentials>();
  found.set(env, ofEnv);
  const credentials = ofEnv.get(provider) ?? readCredentials(provider, env);
  ofEnv.set(provider, credentials);
  return credentials;
}

function readCredentials(provider: Provider, env: ProviderEnv): ProviderCredentials {
  const { AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_BEARER_TOKEN_BEDROCK } = env;
  const keys = [env.OPENAI_API_KEY, env.ANTHROPIC_API_KEY];
  rememberSecrets("environment", [...keys, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_BEARER_TOKEN_BEDROCK]);
  switch (provider) {
    case "openai":
      return key(env.OPENAI_API_KEY, "OPENAI_API_KEY");
    case "anthropic":
      return key(env.ANTHROPIC_API_KEY, "ANTHROPIC_API_KEY");
    case "bedrock":
      return aws(env);
    default:
      return provider satisfies never;
  }
}

function key(apiKey: string | undefined, variable: string): ProviderCredentials {
  if (!apiKey) throw missing(variable);
  return { kind: "key", apiKey };
}

function aws(env: ProviderEnv): ProviderCredentials {
  if (env.AWS_BEARER_TOKEN_BEDROCK) return { kind: "key", apiKey: env.AWS_BEARER_TOKEN_BEDROCK };
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId && !secretAccessKey) {
    if (env.AWS_PROFILE) return { kind: "aws_profile", profile: env.AWS_PROFILE };
    throw missing("AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, AWS_BEARER_TOKEN_BEDROCK or AWS_PROFILE");
  }
  if (!accessKeyId) throw missing("AWS_ACCESS_KEY_ID");
  if (!secretAccessKey) throw missing("AWS_SECRET_ACCESS_KEY");
  return { kind: "aws", accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN ?? null };
}

function missing(variable: string): ProviderFailure {
  return new ProviderFailure(
    "no_credentials",
    `No key is stored for this address, and where Signalbox runs there is no ${variable}: add one on the page Settings, or set it and start again.`,
  );
}
