import type { LookupAddress } from "node:dns";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readEnv } from "#lib/env.ts";
import { type ProviderStub, startProviderStub } from "../../../test/provider-stub.ts";
import { failureWithin } from "../failure.ts";
import { createEgress, egressFetch } from "./fetch.ts";
import type { Resolve } from "./lookup.ts";
import { createEgressAgents, egressNodeHttpHandler } from "./node-http-handler.ts";

let stub: ProviderStub;
let port: number;
beforeAll(async () => {
  stub = await startProviderStub();
  port = Number(new URL(stub.url).port);
});
beforeEach(() => {
  stub.seen.splice(0);
  stub.json(200, { reached: true });
  process.env.SIGNALBOX_EGRESS_ALLOW = "";
  delete process.env.SIGNALBOX_PROVIDER_BASE_URLS;
});
afterAll(() => stub.close());

const answering = (...addresses: string[]): Resolve => {
  const list = addresses.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 }));
  return async () => list;
};

/** The two doors out: what the OpenAI and Anthropic SDKs call through, and what AWS's does. */
const DOORS = {
  fetch: async (url: string, resolve?: Resolve) =>
    (await egressFetch(createEgress(resolve))(url, { method: "POST", body: "{}" })).status,
  aws: async (url: string, resolve?: Resolve) => {
    const { protocol, hostname, port: at, pathname } = new URL(url);
    const parts = { protocol, hostname, path: pathname, method: "POST", headers: {}, query: {}, body: "{}" };
    const request = { ...parts, ...(at && { port: Number(at) }) } as Parameters<NodeHttpHandler["handle"]>[0];
    const handler = egressNodeHttpHandler({ requestTimeout: 3000 }, createEgressAgents(resolve));
    return (await handler.handle(request)).response.statusCode;
  },
};

describe.each(Object.entries(DOORS))("%s", (_name, reach) => {
  const refusal = async (url: string, resolve?: Resolve) => {
    const thrown = await reach(url, resolve).catch((error: unknown) => error);
    const failure = failureWithin(thrown);
    expect(failure, `${url}: ${String(thrown)}`).toMatchObject({ kind: "address_refused" });
    return failure?.message ?? "";
  };

  test.each([
    "127.0.0.1",
    "127.9.9.9",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.10.10",
    "169.254.169.254",
    "224.0.0.1",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[fc00::1]",
    "[ff02::1]",
  ])("does not connect to %s", async (host) => {
    await refusal(`http://${host}:${port}/`);
    await refusal(`https://${host}:${port}/`);
    expect(stub.seen).toEqual([]);
  });

  test("says what the address is and the line that would allow it", async () => {
    const named = await refusal(`http://ollama.test:${port}/`, answering("127.0.0.1"));
    expect(named).toContain("ollama.test resolves to 127.0.0.1, a loopback address");
    expect(named).toContain(`SIGNALBOX_EGRESS_ALLOW=ollama.test:${port}`);
    expect(await refusal(`http://[::1]:${port}/`)).toContain(`SIGNALBOX_EGRESS_ALLOW=[::1]:${port}`);
  });

  test("does not connect to a name of which one address is inside", async () => {
    await refusal("https://mixed.test/", answering("93.184.216.34", "10.0.0.1"));
  });

  test("connects to the address it judged: a name that answers otherwise the next time gains nothing", async () => {
    let asked = 0;
    const rebinding: Resolve = async () => {
      asked += 1;
      // The documentation's addresses lead nowhere: what counts is that nothing arrives at the loopback stub.
      return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
    };
    process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
    expect(await reach(`http://rebind.test:${port}/`, rebinding)).toBe(200);
    expect(asked).toBe(1);
    await refusal(`http://rebind.test:${port}/`, rebinding);
    expect(stub.seen).toHaveLength(1);
  });

  test("does not send anything over plain http to the public internet", async () => {
    expect(await refusal("http://api.test/", answering("93.184.216.34"))).toContain("over https alone");
  });

  test.each([
    ["127.0.0.1", (at: number) => `http://127.0.0.1:${at}/`],
    ["127.0.0.0/8", (at: number) => `http://2130706433:${at}/`],
    ["localhost", (at: number) => `http://localhost:${at}/`],
  ])("connects to what the line %s allows", async (line, url) => {
    process.env.SIGNALBOX_EGRESS_ALLOW = `gateway.example, ${line}`;
    expect(await reach(url(port), answering("127.0.0.1"))).toBe(200);
  });

  test("connects to host and port of an address the environment names in full, and to no other port of it", async () => {
    process.env.SIGNALBOX_PROVIDER_BASE_URLS = `${stub.url}/v1`;
    expect(await reach(`${stub.url}/v1/chat`)).toBe(200);
    await refusal(`http://127.0.0.1:${port + 1}/`);
  });

  test("does not let a name open the addresses at which clouds hand out credentials", async () => {
    process.env.SIGNALBOX_EGRESS_ALLOW = "gateway.test";
    const sentence = await refusal("http://gateway.test/", answering("169.254.169.254"));
    expect(sentence).toContain("a cloud's metadata address");
  });

  test("does not follow a redirect", async () => {
    const inside = await startProviderStub();
    inside.json(200, {});
    process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
    stub.answer((response) => void response.writeHead(307, { location: `${inside.url}/latest/meta-data` }).end());
    expect(await reach(`http://127.0.0.1:${port}/`)).toBe(307);
    expect(inside.seen).toEqual([]);
    await inside.close();
  });
});

describe("fetch", () => {
  beforeEach(() => {
    process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
  });

  test("uses its connections again", async () => {
    const call = egressFetch(createEgress());
    const ports = new Set<number>();
    stub.answer((response) => {
      ports.add(response.socket?.remotePort ?? 0);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    for (let turn = 0; turn < 20; turn += 1) await (await call(stub.url)).json();
    // Two take turns: the next call may come before the last one's socket is free.
    expect(ports.size).toBeLessThan(3);
  });

  test("gives a stream piece by piece, and its end to the provider when the reader leaves", async () => {
    const closed = new Promise<void>((resolve) => {
      stub.answer((response) => {
        response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
        response.on("close", resolve);
      });
    });
    const answer = await egressFetch(createEgress())(stub.url);
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: 1\n\n");
    await reader?.cancel();
    await closed;
  });

  test("ends when the caller's signal does, before the answer and within a stream", async () => {
    const call = egressFetch(createEgress());
    stub.answer(() => undefined);
    await expect(call(stub.url, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: "TimeoutError" });
    stub.answer(
      (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n"),
    );
    const controller = new AbortController();
    const reader = (await call(stub.url, { signal: controller.signal })).body?.getReader();
    await reader?.read();
    controller.abort();
    await expect(reader?.read()).rejects.toMatchObject({ name: "AbortError" });
  });
});

test("a wrong line of the allowlist is named when the product starts", () => {
  expect(() => readEnv({ NODE_ENV: "test", SIGNALBOX_EGRESS_ALLOW: "127.0.0.1, http://x, 0.0.0.0/0" })).toThrow(
    /SIGNALBOX_EGRESS_ALLOW: http:\/\/x: leave out the scheme.*\n.*SIGNALBOX_EGRESS_ALLOW: 0\.0\.0\.0\/0: too wide/,
  );
});
