import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";
import { processState } from "#lib/core/process-state.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import { readEnv } from "#lib/env.ts";
import { trustedOrigins } from "./origin.ts";

/** Who is at the other end of the connection. Only our own server writes it. */
export const PEER_HEADER = "x-signalbox-peer";

/** The page a browser asks for, as path with search. Only our own server writes it. */
export const PAGE_HEADER = "x-signalbox-page";

/** What only a proxy in front or the page framework itself may say. */
const CALLER_MUST_NOT_SET = [
  PEER_HEADER,
  PAGE_HEADER,
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-real-ip",
  "x-middleware-subrequest",
  "x-middleware-subrequest-id",
  "x-middleware-rewrite",
  "x-middleware-next",
  "x-middleware-override-headers",
  "x-middleware-set-cookie",
  "x-invoke-path",
  "x-invoke-query",
  "x-invoke-status",
  "x-matched-path",
];

interface Front {
  hosts: Set<string>;
  publicUrl: URL;
  proxies: string[];
  listed: BlockList;
}
/**
 * Call it on every request before anything reads the headers. A caller's word about where a request
 * came from, under which host, or which checks were already made is replaced by what this server knows: the peer of
 * the connection and the configured addresses. A chain of forwarded addresses is kept only where TRUSTED_PROXIES
 * names proxies, and is then read from the right.
 * @param isForwarded true for what another process of the product passes on: it was cleaned where it came in
 */
export function cleanIncoming(request: IncomingMessage, isForwarded = false): void {
  const { hosts, publicUrl, proxies } = known();
  const { headers } = request;
  const forwarded = headers["x-forwarded-for"];
  const vouched = isForwarded ? headers[PEER_HEADER] : undefined;
  // Only what is there: a deletion, even of nothing, makes an object slow for all who read it after.
  for (const name of CALLER_MUST_NOT_SET) if (name in headers) delete headers[name];
  const peer = request.socket.remoteAddress ?? "";
  if (vouched !== undefined) headers[PEER_HEADER] = vouched;
  else headers[PEER_HEADER] = proxies.length > 0 && forwarded ? `${String(forwarded)}, ${peer}` : peer;
  // The page framework compares a form's Origin with this header, so it must name an address of ours.
  const spoken = [originHost(headers.origin), headers.host].find((host) => host !== undefined && hosts.has(host));
  headers["x-forwarded-host"] = spoken ?? publicUrl.host;
  headers["x-forwarded-proto"] = publicUrl.protocol.slice(0, -1);
}

/** Pages do not learn their own address from the page framework; the way back after a sign-in needs it. */
export function notePage(request: IncomingMessage): void {
  request.headers[PAGE_HEADER] = safeReturnPath(request.url);
}

/**
 * Address of the caller of a cleaned request: the peer of the connection or, behind the proxies TRUSTED_PROXIES
 * names, the nearest address that is none of them.
 */
export function callerAddress(request: IncomingMessage): string {
  const { proxies, listed } = known();
  const peer = String(request.headers[PEER_HEADER] ?? request.socket.remoteAddress ?? "unknown");
  if (proxies.length === 0) return peer;
  const chain = peer.split(",").map((address) => address.trim());
  return chain.findLast((address) => !isListed(listed, address)) ?? chain[0] ?? peer;
}

// What is no address was made up by the caller and ends the chain.
const isListed = (listed: BlockList, address: string) =>
  isIP(address) !== 0 && listed.check(address, isIPv6(address) ? "ipv6" : "ipv4");

function listOf(proxies: readonly string[]): BlockList {
  const listed = new BlockList();
  for (const proxy of proxies) {
    const [base = "", prefix] = proxy.split("/");
    const family = isIPv6(base) ? "ipv6" : "ipv4";
    if (prefix === undefined) listed.addAddress(base, family);
    else listed.addSubnet(base, Number(prefix), family);
  }
  return listed;
}

function known(): Front {
  return processState("auth.front", () => ({
    hosts: new Set(trustedOrigins().map((origin) => new URL(origin).host)),
    publicUrl: new URL(readEnv().PUBLIC_URL),
    proxies: readEnv().TRUSTED_PROXIES,
    listed: listOf(readEnv().TRUSTED_PROXIES),
  }));
}

function originHost(origin: string | undefined): string | undefined {
  return origin && trustedOrigins().includes(origin) ? new URL(origin).host : undefined;
}
