import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { processState } from "#lib/core/process-state.ts";
import { createLog } from "#lib/runtime/log.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { type Endpoint, Reply } from "#lib/transport/api.ts";
import { systemContext } from "#test/fleet.ts";
import { directAnswers } from "./direct-answers.ts";

interface Line {
  level: number;
  msg: string;
  endpoint?: string;
  requestId?: string;
  err?: { message: string };
}

const ERROR = 50;
const DEBUG = 20;
const OF_US = "this process cannot go on";
const BROKEN = { "X-Broken": "two\nlines" };

let server: Server;
let url: string;
let token: string;
let lines: Line[] = [];
/** Breaks the answer of /drip, once its first piece is on its way. */
let breakDrip: (error: Error) => void;
/** Resolved when the caller of /drip is gone. */
let left: Promise<void>;

const post = (path: string, reply: () => Reply): Endpoint => ({
  ...{ method: "post", path, summary: "Answers", scope: "fleet:read", handle: async () => reply() },
});

const drip = () =>
  new Reply(
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from("data: one\n\n"));
        breakDrip = (error) => controller.error(error);
      },
    }),
    { "Content-Type": "text/event-stream" },
  );

beforeAll(async () => {
  processState("runtime.log", () => createLog({ write: (line) => void lines.push(JSON.parse(line)) }, "trace"));
  await createFleet({ ctx: systemContext(), input: { name: "live" } });
  const input = { name: "platform", fleetName: "live", agentName: null };
  ({ token } = await createAgentKey({ ctx: systemContext(), input }));
  const endpoints = [post("/drip", drip), post("/headers", () => new Reply("{}", BROKEN))];
  const listener = directAnswers(endpoints, (_request, response) => void response.writeHead(404).end());
  server = createServer((request, response) => {
    left = new Promise((resolve) => response.once("close", resolve));
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  lines = [];
});

const ask = (path: string, signal?: AbortSignal) =>
  fetch(`${url}${path}`, { method: "POST", headers: { authorization: `Bearer ${token}` }, ...(signal && { signal }) });

test("a stream that breaks in our hands ends the connection, and the log says which request it was", async () => {
  const answer = await ask("/drip");
  breakDrip(new Error(OF_US));
  await expect(answer.text()).rejects.toThrow();
  expect(lines).toMatchObject([
    {
      ...{ level: ERROR, msg: "an answer could not be sent", endpoint: "post /drip", err: { message: OF_US } },
      requestId: answer.headers.get("x-request-id"),
    },
  ]);
});

test("an answer that cannot even be begun is logged, too", async () => {
  await expect(ask("/headers")).rejects.toThrow();
  expect(lines).toMatchObject([{ level: ERROR, endpoint: "post /headers", requestId: expect.stringMatching(/^req_/) }]);
});

test("a caller who leaves in the middle is nobody's error", async () => {
  const leaving = new AbortController();
  await ask("/drip", leaving.signal);
  leaving.abort();
  await left;
  expect(lines.filter(({ level }) => level > DEBUG)).toEqual([]);
});
