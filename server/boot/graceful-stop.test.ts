import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { pool } from "#lib/store/client.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";
import { type OtlpReceiver, startOtlpReceiver } from "#test/otlp-receiver.ts";

const STREAMS = 50;
const PROCESS = path.resolve(import.meta.dirname, "../../test/machine-process.ts");

let gateway: Gateway;
let receiver: OtlpReceiver;
beforeAll(async () => {
  [gateway, receiver] = await Promise.all([startGateway(), startOtlpReceiver()]);
});
afterAll(() => Promise.all([gateway.close(), receiver.close()]));

it("lets every open stream end when it is told to stop, writes each call down, tells of it, and ends well", async () => {
  const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: "60000" };
  const product = spawn(process.execPath, [PROCESS], { stdio: ["ignore", "pipe", "inherit"], env });
  // One that outlives a failed test would keep its database from stopping.
  onTestFinished(() => void product.kill("SIGKILL"));
  const exited = once(product, "exit");
  const url = await addressOf(createInterface(product.stdout));
  const openai = new OpenAI({ apiKey: gateway.token, baseURL: `${url}/api/v1`, maxRetries: 0 });
  gateway.provider.fail({ kind: "slow_drip", gapMs: 250 }, { times: STREAMS });
  let begun = 0;
  const one = async (): Promise<string> => {
    const messages = [{ role: "user" as const, content: "What is the capital of France?" }];
    const answer = await openai.chat.completions.create({ model: "openai/loop", messages, stream: true }).asResponse();
    begun++;
    return answer.text();
  };
  const streams = Array.from({ length: STREAMS }, one);
  await expect.poll(() => begun, { timeout: 20_000 }).toBe(STREAMS);
  product.kill("SIGTERM");
  const bodies = await Promise.all(streams);
  expect(bodies.filter((body) => body.endsWith("data: [DONE]\n\n"))).toHaveLength(STREAMS);
  expect(await exited).toEqual([0, null]);
  const { rows } = await pool().query("select count(*)::int as calls from model_call where finish_reason is not null");
  expect(rows).toEqual([{ calls: STREAMS }]);
  expect(receiver.spans.filter(({ name }) => name === "chat gpt-4o")).toHaveLength(STREAMS);
}, 90_000);

/** The log's lines stand on the same output, which is read on: a process whose output nobody takes waits. */
function addressOf(lines: Interface): Promise<string> {
  return new Promise((resolve) => {
    lines.on("line", (line) => line.startsWith("http://") && resolve(line));
  });
}
