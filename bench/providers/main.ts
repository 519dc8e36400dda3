import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { parseArgs } from "node:util";
import { chat, chatStream } from "#lib/providers/port.ts";
import { chatRequest, tools } from "#test/chat-requests.ts";
import { INTERFACES } from "#test/loopback-provider/wire-format.ts";
import { loopbackCall } from "#test/provider-calls.ts";

/**
 * What one attempt costs through each adapter and its SDK, beside a bare request of node:http, against the loopback
 * provider in a process of its own. Prints the median and p99 of calls one after another, and the processor time of a
 * call with 32 at once, which a busy machine leaves as it is.
 */
const { values } = parseArgs({ options: { calls: { type: "string", default: "1000" } } });
const calls = Number(values.calls);
const AT_ONCE = 32;

const provider = spawn(process.execPath, ["test/loopback-provider/main.ts"], { stdio: ["ignore", "pipe", "inherit"] });
const [line] = await once(provider.stdout, "data");
const url = String(line).trim();
process.env.SIGNALBOX_PROVIDER_BASE_URLS = url;

const agent = new http.Agent({ keepAlive: true });
function bare(): Promise<void> {
  return new Promise((done, failed) => {
    const request = http.request(`${url}/v1/chat/completions`, { method: "POST", agent }, (answer) => {
      answer.resume().on("end", done);
    });
    request.on("error", failed).end('{"model":"gpt-4o"}');
  });
}

async function measure(name: string, call: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < calls / 4; i += 1) await call();
  const tookMs: number[] = [];
  for (let i = 0; i < calls; i += 1) {
    const startedAt = performance.now();
    await call();
    tookMs.push(performance.now() - startedAt);
  }
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => (tookMs[Math.floor(tookMs.length * share)] ?? Number.NaN).toFixed(3);
  const before = process.cpuUsage();
  let left = calls;
  const work = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const { user, system } = process.cpuUsage(before);
  const cpuUs = Math.round((user + system) / calls);
  console.log(`${name.padEnd(28)} p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   ${cpuUs} µs of processor a call`);
}

await measure("bare request", bare);
for (const api of INTERFACES) {
  const hello = chatRequest("Hello", api === "openai-responses" ? { tools: tools.tools } : {});
  const call = loopbackCall(api, url, hello);
  await measure(`${api}, whole`, () => chat(call));
  await measure(`${api}, streamed`, async () => {
    for await (const _ of chatStream(call));
  });
}
provider.kill();
agent.destroy();
process.exit(0);
