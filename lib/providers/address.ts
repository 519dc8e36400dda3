import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { readEnv } from "#lib/env.ts";
import { ProviderFailure } from "./failure.ts";

/** The address of a provider that needs no permission. */
export function defaultAddress({ provider, region }: LlmConfig): string {
  switch (provider) {
    case "openai":
      return "https://api.openai.com/v1";
    case "anthropic":
      return "https://api.anthropic.com";
    case "bedrock":
      return `https://bedrock-runtime.${region}.amazonaws.com${region?.startsWith("cn-") ? ".cn" : ""}`;
    default:
      return provider satisfies never;
  }
}

/**
 * Where a call goes. A key goes to its provider's own address, or to one the operator named in
 * SIGNALBOX_PROVIDER_BASE_URLS: whoever may edit a configuration cannot send keys elsewhere with it.
 * @throws ProviderFailure address_refused
 */
export function addressFor(settings: LlmConfig, allowed = readEnv().SIGNALBOX_PROVIDER_BASE_URLS): string {
  const own = defaultAddress(settings);
  const wanted = settings.baseUrl;
  if (wanted === null) return own;
  const { origin } = new URL(wanted);
  if ([own, ...allowed].some((address) => new URL(address).origin === origin)) return wanted;
  throw new ProviderFailure(
    "address_refused",
    `Keys are not sent to ${origin}. Whoever runs Signalbox can allow it: SIGNALBOX_PROVIDER_BASE_URLS=${origin}`,
  );
}
