import dns, { type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { parseIpAddress } from "#lib/core/network-address.ts";
import { ProviderFailure } from "../failure.ts";
import { type EgressTarget, egressAllowlist, requireAllowed, targetOf } from "./policy.ts";

/** Every address of a name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

const resolveBySystem: Resolve = (host) => dns.promises.lookup(host, { all: true });

/**
 * Judges a host that is an address already: sockets look up names alone.
 * @throws ProviderFailure address_refused
 */
export function requireAllowedLiteral(target: EgressTarget): void {
  const address = parseIpAddress(target.host);
  if (address) requireAllowed(target, address, egressAllowlist());
}

/**
 * What is wrong with a full address before anything is sent to it, as far as can be told without looking up a name;
 * null when nothing is. The connection is judged again when it is made.
 */
export function refusalOfAddress(url: string): string | null {
  try {
    requireAllowedLiteral(targetOf(url));
    return null;
  } catch (error) {
    if (error instanceof ProviderFailure) return error.message;
    throw error;
  }
}

/**
 * The `lookup` of one target's sockets. It resolves once and gives the socket the addresses it judged, so that a name
 * that answers otherwise the next time (DNS rebinding) gains nothing; one refused address refuses the name.
 */
export function guardedLookup(target: EgressTarget, resolve: Resolve = resolveBySystem): LookupFunction {
  return (host, options, callback) => {
    checkedAddresses(target, host, resolve).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), "", 0),
    );
  };
}

async function checkedAddresses(target: EgressTarget, host: string, resolve: Resolve) {
  const [first, ...rest] = await resolve(host);
  if (!first) throw new ProviderFailure("unreachable", `${host} has no address.`);
  const addresses: [LookupAddress, ...LookupAddress[]] = [first, ...rest];
  const allowlist = egressAllowlist();
  for (const { address } of addresses) {
    const parsed = parseIpAddress(address);
    if (!parsed) throw new ProviderFailure("address_refused", `${host} resolves to what is not an address.`);
    requireAllowed({ ...target, host }, parsed, allowlist);
  }
  return addresses;
}
