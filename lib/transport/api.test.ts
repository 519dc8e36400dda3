import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { systemContext } from "#test/fleet.ts";
import { toResponse } from "./answer.ts";
import { type Endpoint, answerCall as rawAnswer } from "./api.ts";

const answerCall = async (...given: Parameters<typeof rawAnswer>) => toResponse(await rawAnswer(...given));

const endpoint: Endpoint = {
  method: "get",
  path: "/who",
  summary: "Who calls",
  scope: "fleet:read",
  handle: async ({ ctx }) => ({ actor: ctx.actor.id }),
};

const gone = () => new AbortController().signal;

function call(token: string, address: string): Promise<Response> {
  const request = new Request("http://localhost/api/v1/who", { headers: { authorization: `Bearer ${token}` } });
  return answerCall(endpoint, { request, params: {}, address, gone });
}

let token: string;
beforeAll(async () => {
  await createFleet({ ctx: systemContext(), input: { name: "live" } });
  const input = { name: "platform", fleetName: "live", agentName: null };
  ({ token } = await createAgentKey({ ctx: systemContext(), input }));
});

it("limits wrong keys from one address, but not a key that works there", async () => {
  expect((await call(token, "192.0.2.1")).status).toBe(200);
  const wrong = await Promise.all(Array.from({ length: 80 }, (_, i) => call(`sbx_${i}`, "192.0.2.1")));
  expect(wrong.map(({ status }) => status)).toContain(401);
  const limited = await call("sbx_wrong", "192.0.2.1");
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await call(token, "192.0.2.1")).status).toBe(200);
  expect((await call("sbx_wrong", "192.0.2.2")).status).toBe(401);
});

it("says that a body did not arrive whole, and does not blame the database", async () => {
  const body = new ReadableStream({
    start: (controller) => controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
  });
  const headers = { authorization: `Bearer ${token}` };
  // Node asks for `duplex` where the body is a stream; the DOM's types do not know it.
  const init = { method: "POST", headers, body, duplex: "half" };
  const request = new Request("http://localhost/api/v1/who", init);
  const answer = await answerCall(
    { ...endpoint, body: z.unknown() },
    { request, params: {}, address: "192.0.2.3", gone },
  );
  expect([answer.status, (await answer.json()).error.code]).toEqual([400, "invalid_input"]);
});

it("answers 503 when the work hangs, as it does when the database stops answering", async () => {
  const hanging: Endpoint = { ...endpoint, handle: () => new Promise(() => undefined) };
  const headers = { authorization: `Bearer ${token}` };
  const request = new Request("http://localhost/api/v1/who", { headers });
  const answer = await answerCall(hanging, { request, params: {}, address: "192.0.2.4", gone });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
});

it("takes a key as x-api-key, too, as Anthropic's clients send it", async () => {
  const request = new Request("http://localhost/api/v1/who", { headers: { "x-api-key": token } });
  const answer = await answerCall(endpoint, { request, params: {}, address: "192.0.2.5", gone });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("request-id")).toBe(answer.headers.get("x-request-id"));
});
