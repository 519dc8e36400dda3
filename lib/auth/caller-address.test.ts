import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";

// Read when the module first needs it, so set before.
process.env.TRUSTED_PROXIES = "127.0.0.1, 10.0.0.0/8, fd00::/8";
const { callerAddress, cleanIncoming } = await import("./peer.ts");

const server = http.createServer((request, response) => {
  cleanIncoming(request);
  response.end(callerAddress(request));
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

async function seenFrom(forwarded: string | undefined): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  return (await fetch(`http://127.0.0.1:${port}`, { headers })).text();
}

it.each([
  ["what the nearest proxy says", "192.0.2.7", "192.0.2.7"],
  ["the one before several proxies", "192.0.2.7, 10.1.2.3, fd00::1", "192.0.2.7"],
  ["not what the caller put in front", "198.51.100.1, 192.0.2.7, 10.1.2.3", "192.0.2.7"],
  ["a word that is no address as it stands", "10.1.2.3, nobody", "nobody"],
  ["a proxy itself when it calls", undefined, "127.0.0.1"],
])("takes %s for the caller", async (_what, forwarded, caller) => {
  expect(await seenFrom(forwarded)).toBe(caller);
});
