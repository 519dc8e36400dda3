import { once } from "node:events";
import http, { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { trustedOrigins } from "./origin.ts";
import { cleanIncoming, PEER_HEADER } from "./peer.ts";

const [ORIGIN = ""] = trustedOrigins();
const HOST = new URL(ORIGIN).host;
let seen: IncomingHttpHeaders = {};
const server = http.createServer((request, response) => {
  cleanIncoming(request);
  seen = request.headers;
  response.end();
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

async function send(headers: http.OutgoingHttpHeaders): Promise<IncomingHttpHeaders> {
  const request = http.get({ host: "127.0.0.1", port: (server.address() as AddressInfo).port, headers });
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  response.resume();
  return seen;
}

it("knows the peer from the connection, not from what the caller says", async () => {
  const headers = await send({ [PEER_HEADER]: "10.1.1.1", "x-forwarded-for": "10.1.1.2", "x-real-ip": "10.1.1.3" });
  expect(headers[PEER_HEADER]).toBe("127.0.0.1");
  expect(headers).not.toHaveProperty("x-real-ip");
  expect(headers).not.toHaveProperty("x-forwarded-for");
});

it("removes headers that would skip checks of the page framework", async () => {
  const headers = await send({ "x-middleware-subrequest": "middleware", "x-middleware-rewrite": "/settings" });
  expect(Object.keys(headers).filter((name) => name.startsWith("x-middleware"))).toEqual([]);
});

it("replaces a forged host by an address of ours, so that a foreign origin never matches it", async () => {
  const forged = { host: "evil.example", "x-forwarded-host": "evil.example", origin: "https://evil.example" };
  expect(await send(forged)).toMatchObject({ "x-forwarded-host": HOST, "x-forwarded-proto": "http" });
});

it("keeps the address of ours that the browser used", async () => {
  const localhost = new URL(trustedOrigins().find((origin) => origin.includes("localhost")) ?? "").host;
  expect(await send({ host: localhost })).toMatchObject({ "x-forwarded-host": localhost });
  expect(await send({ host: HOST, origin: `http://${localhost}` })).toMatchObject({ "x-forwarded-host": localhost });
});
