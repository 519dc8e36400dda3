import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, it } from "vitest";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { endpointAdmits, endpointOf, endpointViews, noteEndpointSuccess } from "#lib/runtime/endpoints.ts";
import { startRuntime, stopRuntime } from "#lib/runtime/listener.ts";
import { db } from "#lib/store/client.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";

const PROCESS = path.resolve(import.meta.dirname, "../../test/machine-process.ts");

let gateway: Gateway;
let endpoint: string;
let other: { openai: OpenAI; stop: () => Promise<unknown> };
beforeAll(async () => {
  gateway = await startGateway();
  await startRuntime();
  const loop = configurationByRef("openai/loop") ?? expect.fail("no loop");
  endpoint = endpointOf(loop.settings);
  const product = spawn(process.execPath, [PROCESS], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(product, "exit");
  let url = "";
  for await (const line of createInterface(product.stdout)) {
    if (!line.startsWith("http://")) continue;
    url = line;
    break;
  }
  other = {
    openai: new OpenAI({ apiKey: gateway.token, baseURL: `${url}/api/v1`, maxRetries: 0 }),
    stop: () => {
      product.kill("SIGTERM");
      return exited;
    },
  };
});
afterAll(async () => {
  await other.stop();
  await stopRuntime();
  await gateway.close();
});

const askOther = () => {
  const messages = [{ role: "user" as const, content: "What is the capital of France?" }];
  return other.openai.chat.completions.create({ model: "openai/loop", messages }).withResponse();
};
const admitted = () => endpointAdmits(endpoint, Date.now());

it("what one process finds of an endpoint holds in the other: out after failures there, in again after an answer here", async () => {
  gateway.provider.fail({ kind: "status", status: 500 }, { times: 5, interface: "openai" });
  for (let i = 0; i < 5; i++) {
    expect(admitted()).toBe(true);
    await askOther().catch(() => undefined);
  }
  // This process has never called it.
  await expect.poll(admitted).toBe(false);
  expect(endpointViews(Date.now())).toMatchObject([{ endpoint, state: "open", lastFailure: "overloaded" }]);

  noteEndpointSuccess(endpoint, Date.now());
  const reasonOfOther = async () => {
    const id = (await askOther()).response.headers.get("x-signalbox-decision") ?? "";
    return (await db().decision.findUniqueOrThrow({ where: { id } })).reason;
  };
  await expect.poll(reasonOfOther).toBe("openai/loop was asked for by name.");
});

it("a wait that an endpoint asked for holds in both", async () => {
  gateway.provider.fail({ kind: "status", status: 429, retryAfterSeconds: 60 }, { interface: "openai" });
  await askOther().catch(() => undefined);
  await expect.poll(admitted).toBe(false);
  expect(endpointViews(Date.now())).toMatchObject([{ state: "throttled" }]);
});
