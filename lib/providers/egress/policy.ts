import { coversAddress, coversName, type EgressEntry, egressEntryOfUrl } from "#lib/core/egress-allowlist.ts";
import { type AddressClass, addressClass, type IpAddress, parseIpAddress } from "#lib/core/network-address.ts";
import { type Env, readEnv } from "#lib/env.ts";
import { ProviderFailure } from "../failure.ts";

/** What a connection is to be made to, as the caller named it. */
export interface EgressTarget {
  secure: boolean;
  host: string;
  port: number;
  /** Absent: http. */
  protocol?: "smtp";
}

/** The target of an origin such as "https://api.openai.com". */
export function targetOf(origin: string | URL): EgressTarget {
  const { protocol, hostname, port } = new URL(origin);
  const secure = protocol === "https:";
  return { secure, host: hostname, port: Number(port) || (secure ? 443 : 80) };
}

/**
 * What the operator allows: SIGNALBOX_EGRESS_ALLOW, and the host and port of every address that the environment
 * names in full, since whoever wrote it there meant it to be reached.
 */
export function egressAllowlist(env: Env = readEnv()): EgressEntry[] {
  const named = [...env.SIGNALBOX_PROVIDER_BASE_URLS, env.TEXT_EMBEDDING_BASE_URL ?? []].flat();
  return [...env.SIGNALBOX_EGRESS_ALLOW, ...named.map(egressEntryOfUrl)];
}

const WORDS: Record<Exclude<AddressClass, "public">, string> = {
  loopback: "a loopback address",
  private: "a private address",
  link_local: "a link-local address",
  metadata: "a cloud's metadata address",
  unique_local: "a unique-local address",
  carrier_grade_nat: "a carrier's shared address",
  multicast: "a multicast or broadcast address",
  unspecified: "the unspecified address",
  ipv4_in_ipv6: "an IPv4 address inside IPv6",
  reserved: "a reserved address",
};

/**
 * Judges one address that a connection would be made to. Call it with every address a name resolves to, with the very
 * value that is then connected to.
 * @throws ProviderFailure address_refused, naming the class and the line that would allow it
 */
export function requireAllowed(target: EgressTarget, address: IpAddress, allowlist: readonly EgressEntry[]): void {
  const { secure, host, port } = target;
  const found = addressClass(address);
  if (allowlist.some((entry) => coversAddress(entry, address, port))) return;
  // Whoever controls a name controls where it leads: none opens the addresses at which clouds hand out credentials.
  const nameOpens = found !== "metadata" && found !== "link_local";
  if (nameOpens && allowlist.some((entry) => coversName(entry, host, port))) return;
  if (found === "public" && secure) return;
  const shown = parseIpAddress(host) ? address.toString() : host;
  const line = allowLine(nameOpens ? shown : address.toString(), port);
  if (found === "public") {
    const [safe, plain] = target.protocol === "smtp" ? ["TLS", "without it"] : ["https", "over plain http"];
    throw refused(`Signalbox sends keys to ${shown} over ${safe} alone, not ${plain}. ${line}`);
  }
  const isIt = shown === address.toString() ? `${shown} is` : `${shown} resolves to ${address.toString()},`;
  throw refused(`Signalbox does not connect to it: ${isIt} ${WORDS[found]}. ${line}`);
}

function allowLine(host: string, port: number): string {
  return `Whoever runs Signalbox can allow it: SIGNALBOX_EGRESS_ALLOW=${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function refused(sentence: string): ProviderFailure {
  return new ProviderFailure("address_refused", sentence);
}
