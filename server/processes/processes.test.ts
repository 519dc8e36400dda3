import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readHealth } from "#lib/queries/health.ts";
import { pool } from "#lib/store/client.ts";
import { systemContext } from "#test/fleet.ts";
import { type Gateway, startGateway } from "#test/gateway.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PROCESSES = 2;
const STREAMS = 20;
const configs = () => path.join(process.env.SIGNALBOX_DATA_DIR ?? "", "configs");
const PATIENCE = { timeout: 20_000, interval: 200 };

let gateway: Gateway;
let product: ChildProcess;
let url: string;

beforeAll(async () => {
  gateway = await startGateway();
  cpSync(path.join(ROOT, "configs"), configs(), { recursive: true });
  const env = { ...process.env, API_PROCESSES: String(PROCESSES), CONFIGS_DIR: configs() };
  product = spawn(process.execPath, [path.join(ROOT, "test/machine-process.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
    env,
  });
  const lines = createInterface({ input: product.stdout ?? process.stdin });
  url = await new Promise((resolve) => lines.on("line", (line) => line.startsWith("http://") && resolve(line)));
}, 90_000);
afterAll(async () => {
  product.kill("SIGKILL");
  await gateway.close();
});

interface Answer {
  status: number;
  body: string;
}

/** On a connection of its own: they go to the processes in turn. */
async function ask(route: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
  const method = body ? "POST" : "GET";
  const all = { authorization: `Bearer ${gateway.token}`, "content-type": "application/json", ...headers };
  const request = http.request(`${url}${route}`, { agent: false, method, headers: all });
  request.end(body && JSON.stringify(body));
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}

const chat = (stream: boolean) => ({
  model: "openai/loop",
  messages: [{ role: "user", content: "What is the capital of France?" }],
  stream,
});
const calls = (count: number) =>
  Promise.all(Array.from({ length: count }, () => ask("/api/v1/chat/completions", chat(false))));

/** Of all processes, as Prometheus reads it. */
async function answered(): Promise<number> {
  const { body } = await ask("/api/metrics");
  const line = body
    .split("\n")
    .find((one) => one.startsWith('signalbox_model_calls_total{configuration="openai/loop"'));
  return Number(line?.split(" ").at(-1) ?? 0);
}

const childrenOf = (parent: number) =>
  readdirSync("/proc").filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1] === String(parent)
      );
    } catch {
      return false;
    }
  });

const helpers = () => childrenOf(product.pid ?? 0).map(Number);

it("adds up what all processes count, whichever is asked", async () => {
  const before = await answered();
  const answers = await calls(10);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  for (let times = 0; times < 4; times++) expect(await answered()).toBe(before + 10);
  const { body } = await ask("/api/health/ready");
  expect(JSON.parse(body)).toMatchObject({ status: "ok" });
});

it("answers what no helper does on its connections as well, to whoever really asks", async () => {
  for (let times = 0; times < PROCESSES; times++) {
    const page = await ask("/fleet", undefined, { "x-signalbox-peer": "203.0.113.9" });
    // The process of this test has no pages.
    expect(page.status).toBe(404);
  }
});

it("has every process take up the files of configs on SIGHUP, and ends none by it", async () => {
  const replicas = async () => (await readHealth({ ctx: systemContext() })).configurations.replicas;
  await expect.poll(async () => (await replicas()).length, PATIENCE).toBe(PROCESSES);
  const before = new Set((await replicas()).map(({ sha256 }) => sha256));
  expect(before.size).toBe(1);
  const file = path.join(configs(), "openai.json");
  const content = JSON.parse(readFileSync(file, "utf8"));
  content.presets.researcher.timeoutMs = 43_210;
  writeFileSync(file, JSON.stringify(content, null, 2));
  product.kill("SIGHUP");
  const follow = async () => (await replicas()).filter(({ sha256, current }) => current && !before.has(sha256)).length;
  await expect.poll(follow, PATIENCE).toBe(PROCESSES);
  expect(helpers()).toHaveLength(PROCESSES - 1);
});

it("replaces a process that dies, and goes on answering and counting", async () => {
  const before = await answered();
  const [victim = 0] = helpers();
  process.kill(victim, "SIGKILL");
  // A connection that it was given in the moment of its end ends with it.
  await expect.poll(async () => (await calls(4)).map(({ status }) => status), PATIENCE).toEqual([200, 200, 200, 200]);
  await expect.poll(() => helpers().filter((pid) => pid !== victim).length, PATIENCE).toBe(PROCESSES - 1);
  await expect.poll(answered, PATIENCE).toBeGreaterThanOrEqual(before + 4);
}, 60_000);

it("lets every open stream of every process end when it is told to stop, writes each down, and leaves nobody behind", async () => {
  await calls(4);
  const { rows: before } = await pool().query("select count(*)::int calls from model_call where streamed");
  gateway.provider.fail({ kind: "slow_drip", gapMs: 150 }, { times: STREAMS });
  let begun = 0;
  const one = async () => {
    const body = JSON.stringify(chat(true));
    const headers = { authorization: `Bearer ${gateway.token}`, "content-type": "application/json" };
    const request = http.request(`${url}/api/v1/chat/completions`, { agent: false, method: "POST", headers });
    request.end(body);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    begun++;
    return text(response);
  };
  const streams = Array.from({ length: STREAMS }, one);
  await expect.poll(() => begun, { timeout: 20_000 }).toBe(STREAMS);
  const left = helpers();
  expect(left).toHaveLength(PROCESSES - 1);
  const exited = once(product, "exit");
  product.kill("SIGTERM");
  const bodies = await Promise.all(streams);
  expect(bodies.filter((body) => body.endsWith("data: [DONE]\n\n"))).toHaveLength(STREAMS);
  expect(await exited).toEqual([0, null]);
  const { rows } = await pool().query("select count(*)::int calls from model_call where streamed");
  expect(rows[0].calls - before[0].calls).toBe(STREAMS);
  for (const pid of left) expect(() => process.kill(pid, 0)).toThrow();
}, 60_000);
