import type { Provider } from "#lib/contracts/configuration.ts";
import { readEnv } from "#lib/env.ts";
import { ProviderFailure } from "./failure.ts";

interface Place {
  provider: Provider;
  baseUrl: string | null;
  region: string | null;
}

/** The address of a provider that needs no permission. */
function defaultAddress({ provider, region }: Place): string {
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
export function addressFor(place: Place, allowed = readEnv().SIGNALBOX_PROVIDER_BASE_URLS): string {
  const own = defaultAddress(place);
  const wanted = place.baseUrl;
  if (wanted === null) return own;
  const { origin } = new URL(wanted);
  if ([own, ...allowed].some((address) => new URL(address).origin === origin)) return wanted;
  throw new ProviderFailure(
    "address_refused",
    `Keys are not sent to ${origin}. Whoever runs Signalbox can allow it: SIGNALBOX_PROVIDER_BASE_URLS=${origin}`,
  );
}
