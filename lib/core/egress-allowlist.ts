import ipaddr from "ipaddr.js";
import { type IpAddress, parseIpAddress } from "./network-address.ts";

/** One thing the operator lets Signalbox connect to. A port of null is every port. */
export type EgressEntry =
  | { kind: "name"; host: string; port: number | null }
  | { kind: "range"; range: [IpAddress, number]; port: number | null };

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*$/;
/** Wider ranges would open more than anybody means to: 10.0.0.0/8 and fc00::/7 are the widest of private networks. */
const WIDEST_BITS = { ipv4: 8, ipv6: 7 };

/**
 * An entry of the allowlist: `ollama.internal`, `localhost:11434`, `10.1.2.3`, `[::1]:8000`, `10.0.0.0/8`.
 * @throws Error with a sentence that names the entry and what is wrong with it
 */
export function parseEgressEntry(text: string): EgressEntry {
  if (text.includes("://")) throw new Error(`${text}: leave out the scheme and the path, as in host:port`);
  if (text.includes("/")) return range(text);
  const whole = parseIpAddress(text);
  if (whole) return single(whole, null);
  const [, host = text, digits] = /^(.*):(\d+)$/.exec(text) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) throw new Error(`${text}: a port lies between 1 and 65535`);
  const address = parseIpAddress(host);
  if (address) return single(address, port);
  const name = host.toLowerCase().replace(/\.$/, "");
  if (!HOST_NAME.test(name)) {
    throw new Error(`${text}: neither a host, nor host:port, nor a range such as 10.0.0.0/8`);
  }
  return { kind: "name", host: name, port };
}

function range(text: string): EgressEntry {
  if (!ipaddr.isValidCIDR(text)) throw new Error(`${text}: a range looks like 10.0.0.0/8 or fd00::/8`);
  const [address, bits] = ipaddr.parseCIDR(text);
  if (bits < WIDEST_BITS[address.kind()]) {
    throw new Error(`${text}: too wide; name the hosts or a range of at least /${WIDEST_BITS[address.kind()]}`);
  }
  return { kind: "range", range: [address, bits], port: null };
}

function single(address: IpAddress, port: number | null): EgressEntry {
  return { kind: "range", range: [address, address.kind() === "ipv4" ? 32 : 128], port };
}

/** The entry that opens exactly the host and port of an address the operator wrote in full. */
export function egressEntryOfUrl(url: string): EgressEntry {
  const { hostname, port, protocol } = new URL(url);
  return parseEgressEntry(`${hostname}:${port || (protocol === "http:" ? 80 : 443)}`);
}

/** True when the entry names the address itself, whatever name led to it. */
export function coversAddress(entry: EgressEntry, address: IpAddress, port: number): boolean {
  if (entry.kind !== "range" || (entry.port !== null && entry.port !== port)) return false;
  const [base, bits] = entry.range;
  return base.kind() === address.kind() && address.match(base, bits);
}

/** True when the entry names the host that was asked for, wherever it leads. */
export function coversName(entry: EgressEntry, host: string, port: number): boolean {
  if (entry.kind !== "name" || (entry.port !== null && entry.port !== port)) return false;
  return entry.host === host.toLowerCase().replace(/\.$/, "");
}
