import { boundOrigin, type ProviderPlace } from "#lib/contracts/provider-address.ts";
import type { ProviderSecret } from "#lib/contracts/provider-credential.ts";
import { type ProviderEnv, readNamedKey, readProviderEnv } from "#lib/env.ts";
import { credentialsOf, type ProviderCredentials, ProviderFailure } from "#lib/providers/port.ts";
import { credentialsAt, noteCredentialUse } from "#lib/runtime/credentials.ts";

export interface FoundCredentials {
  credentials: ProviderCredentials;
  /** Of a stored credential; null when they come from the environment. Give it to `noteCredentialRefused` on a 401. */
  credentialId: string | null;
}

/**
 * The credentials of a call: those that a person entered for exactly its address, else the environment's, which go to
 * the provider's own address and those of SIGNALBOX_PROVIDER_BASE_URLS.
 * @throws ProviderFailure no_credentials, saying what is missing and where to put it
 */
export function credentialsFor(place: ProviderPlace, nowMs: number): FoundCredentials {
  const origin = originOf(place);
  const stored = storedCredentials(place, origin, nowMs);
  if (stored) return stored;
  const env = readProviderEnv(place.provider);
  if (origin !== null && !originsNamed(env).has(origin)) {
    throw new ProviderFailure(
      "no_credentials",
      `No key was entered for ${origin}: an admin adds one for this address on the page Settings.`,
    );
  }
  return { credentials: credentialsOf(place.provider, env), credentialId: null };
}

// Addresses are taken apart once for each of the settings and environments that are in force, not with every call.
const origins = new WeakMap<ProviderPlace, string | null>();
const named = new WeakMap<ProviderEnv, ReadonlySet<string>>();

function originOf(place: ProviderPlace): string | null {
  const known = origins.get(place);
  if (known !== undefined) return known;
  const origin = boundOrigin(place);
  origins.set(place, origin);
  return origin;
}

function originsNamed(env: ProviderEnv): ReadonlySet<string> {
  const known = named.get(env);
  if (known) return known;
  const found = new Set(env.SIGNALBOX_PROVIDER_BASE_URLS.map((url) => new URL(url).origin));
  named.set(env, found);
  return found;
}

/**
 * Those that a person entered for the address; null when nobody did.
 * @throws ProviderFailure no_credentials when they name a variable that is not set
 */
export function storedCredentials(place: ProviderPlace, origin: string | null, nowMs: number): FoundCredentials | null {
  const [stored] = credentialsAt(place.provider, origin, place.region, nowMs);
  if (!stored) return null;
  noteCredentialUse(stored.row.id, nowMs);
  return { credentials: { ...usable(stored.secret), boundTo: origin }, credentialId: stored.row.id };
}

function usable(secret: ProviderSecret): ProviderCredentials {
  if (secret.kind !== "env") return secret;
  const apiKey = readNamedKey(secret.variable);
  if (apiKey) return { kind: "key", apiKey };
  throw new ProviderFailure(
    "no_credentials",
    `${secret.variable} is not set where Signalbox runs: set it and start again.`,
  );
}
