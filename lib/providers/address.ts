import { boundOrigin, defaultAddress, type ProviderPlace } from "#lib/contracts/provider-address.ts";
import { readEnv } from "#lib/env.ts";
import type { ProviderCredentials } from "./credentials.ts";
import { ProviderFailure } from "./failure.ts";

interface Place extends ProviderPlace {
  /** Whose address it is to be; absent, the environment's. */
  credentials?: ProviderCredentials;
}

/**
 * Where a call goes. A key that was entered for an address goes there alone; one of the environment goes to its
 * provider's own address, or to one the operator named in SIGNALBOX_PROVIDER_BASE_URLS: whoever may edit a
 * configuration cannot send keys elsewhere with it.
 * @throws ProviderFailure address_refused
 */
export function addressFor(place: Place, allowed = readEnv().SIGNALBOX_PROVIDER_BASE_URLS): string {
  const wanted = place.baseUrl ?? defaultAddress(place);
  const origin = boundOrigin(place);
  const boundTo = place.credentials?.boundTo;
  if (boundTo !== undefined) {
    if (boundTo === origin) return wanted;
    throw new ProviderFailure(
      "address_refused",
      `The key was entered for ${boundTo ?? "the provider's own address"} and is not sent to ${new URL(wanted).origin}. An admin adds a key for this address on the page Settings.`,
    );
  }
  if (origin === null || allowed.some((address) => new URL(address).origin === origin)) return wanted;
  throw new ProviderFailure(
    "address_refused",
    `Keys are not sent to ${origin}. Whoever runs Signalbox can allow it: SIGNALBOX_PROVIDER_BASE_URLS=${origin}`,
  );
}
