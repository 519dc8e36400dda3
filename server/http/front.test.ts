import http, { type IncomingHttpHeaders, type RequestOptions, type ServerResponse } from "node:http";
import net, { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFront, type Front, type Handlers } from "./front.ts";
import { MAX_CHAT_BODY_BYTES, MAX_MACHINE_BODY_BYTES } from "./limits.ts";

let front: Front;
let port: number;

const answering: Handlers = {
  machine: (_request, response) => response.end("machine"),
  pages: (request, response) => response.end(JSON.stringify(request.headers)),
};

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(path: string, options: RequestOptions = {}, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: "127.0.0.1", path, agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

beforeEach(async () => {
  front = createFront(false);
  await front.listen(0, "127.0.0.1");
  port = (front.server.address() as AddressInfo).port;
});

afterEach(() => front.drain(0));

describe("the port", () => {
  test("says that the product is starting until it is ready", async () => {
    expect(await ask("/")).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
    front.serve(answering);
    expect((await ask("/")).status).toBe(200);
  });

  test("says so to agents with a code, as every error of the machine API", async () => {
    const { status, headers, body } = await ask("/api/v1/route", { method: "POST" }, Buffer.from("{}"));
    expect([status, headers["retry-after"]]).toEqual([503, "2"]);
    expect(JSON.parse(body).error).toMatchObject({ code: "unavailable", details: [], request_id: expect.any(String) });
  });

  test.each(["/api/v1/route", "/api/v1", "/api/health/live", "/api/metrics", "/api/metrics?x=1"])(
    "leads %s to the machine API",
    async (path) => {
      front.serve(answering);
      expect((await ask(path)).body).toBe("machine");
    },
  );

  test.each(["/", "/fleet", "/api/v10/route", "/api/auth/session", "/api/ui/overview", "/x/api/v1/route"])(
    "leads %s to the pages",
    async (path) => {
      front.serve(answering);
      expect((await ask(path)).body).not.toBe("machine");
    },
  );

  test("refuses a machine body that is too large, and one of undeclared length, unread", async () => {
    front.serve(answering);
    const path = "/api/v1/route";
    const declared = { method: "POST", headers: { "content-length": MAX_MACHINE_BODY_BYTES + 1 } };
    expect(await ask(path, declared, Buffer.alloc(MAX_MACHINE_BODY_BYTES + 1))).toMatchObject({ status: 413 });
    const chunked = { method: "POST", headers: { "transfer-encoding": "chunked" } };
    expect(await ask(path, chunked, Buffer.from("{}"))).toMatchObject({ status: 411 });
  });

  test("takes images in a chat, and refuses too many of them in the chat's own format", async () => {
    front.serve(answering);
    const ofBytes = (bytes: number) => ({ method: "POST", headers: { "content-length": bytes } });
    const body = Buffer.alloc(MAX_MACHINE_BODY_BYTES + 1);
    expect(await ask("/api/v1/messages", ofBytes(body.length), body)).toMatchObject({ status: 200 });
    const refused = async (path: string) => {
      const { status, body: told } = await ask(path, ofBytes(MAX_CHAT_BODY_BYTES + 1));
      return [status, JSON.parse(told)];
    };
    expect(await refused("/api/v1/messages")).toMatchObject([413, { error: { type: "request_too_large" } }]);
    expect(await refused("/api/v1/chat/completions")).toMatchObject([413, { error: { param: null } }]);
  });

  test.each(["*", "http://evil.example/", "http://evil.example/api/v1/route", "/decisions/%E0%A4%A", "/api/v1/%"])(
    "refuses %s, which is no path, instead of redirecting to it",
    async (path) => {
      front.serve(answering);
      expect(await ask(path, { method: "OPTIONS" })).toMatchObject({ status: 400 });
    },
  );

  test("lets no page be framed and no inline script run", async () => {
    front.serve(answering);
    const { headers } = await ask("/");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]+'$/);
  });

  test("gives each page a nonce of its own and tells the page server", async () => {
    front.serve(answering);
    const [one, other] = await Promise.all([ask("/"), ask("/")]);
    expect(one.headers["content-security-policy"]).not.toBe(other.headers["content-security-policy"]);
    expect(JSON.parse(one.body)["content-security-policy"]).toBe(one.headers["content-security-policy"]);
  });

  test("believes no header that only a proxy or the framework may set", async () => {
    front.serve(answering);
    const forged = {
      "x-forwarded-host": "evil.example",
      "x-middleware-subrequest": "1",
      "x-signalbox-peer": "1.2.3.4",
    };
    const { body } = await ask("/", { headers: forged });
    const seen = JSON.parse(body);
    expect(body).not.toContain("evil.example");
    expect(seen).not.toHaveProperty("x-middleware-subrequest");
    expect(seen["x-signalbox-peer"]).toBe("127.0.0.1");
  });

  test("lets a request in flight end before it closes", async () => {
    let finish: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      front.serve({
        ...answering,
        pages: (_request, response) => {
          finish = () => response.end("finished");
          resolve();
        },
      });
    });
    const answer = ask("/");
    await arrived;
    const drained = front.drain(10_000);
    await expect(ask("/")).rejects.toThrow(/ECONNREFUSED/);
    finish();
    expect((await answer).body).toBe("finished");
    await drained;
  });

  test("tells whoever asks again on an open connection to come back later, and ends it", async () => {
    let held: ServerResponse | undefined;
    front.serve({
      ...answering,
      machine: (_request, response) => {
        held = response;
      },
    });
    const socket = net.connect(port, "127.0.0.1");
    const received = text(socket);
    const get = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    get("/api/v1/agents");
    await expect.poll(() => held).toBeDefined();
    const drained = front.drain(5_000);
    get("/api/v1/agents");
    held?.end("finished");
    const [first, second] = (await received).split(/(?=HTTP\/1\.1 503)/);
    expect(first).toMatch(/finished$/);
    expect(second).toMatch(/^Retry-After: 2\r$/m);
    expect(second).toMatch(/^Connection: close\r$/m);
    expect(second).toContain("Signalbox is stopping. Try again.");
    await drained;
  });

  test("cuts a connection that became a WebSocket when the grace is over", async () => {
    const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    front.server.on("upgrade", (_request, socket) => socket.write(switching));
    const upgraded = new Promise<void>((resolve) => {
      const headers = { connection: "Upgrade", upgrade: "websocket" };
      const request = http.request({ port, host: "127.0.0.1", agent: false, headers });
      request.on("upgrade", (_response, socket) => {
        socket.on("error", () => undefined);
        resolve();
      });
      request.end();
    });
    await upgraded;
    await front.drain(0);
    expect(front.server.listening).toBe(false);
  });
});
