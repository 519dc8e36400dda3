import { parseArgs } from "node:util";
import autocannon from "autocannon";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { Figure } from "#lib/contracts/model.ts";
import { newId } from "#lib/core/ids.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { removeFleet } from "#lib/services/fleet/remove-fleet.ts";
import { withProduct } from "#server/cli/context.ts";
import { AGENTS, archiveBudgets, makeBudgets, makeFleet, trainFleet } from "./fleets.ts";
import { requestBodies } from "./tasks.ts";

// npm run bench:http -- [--url http://127.0.0.1:3000] [--connections 64] [--seconds 6] [--rounds 5] [--budgets 20]
// Drives the running product: durable POST /route beside a bare handler of the same server (POST /route/validate:
// the same key, bodies, parser and checks, without a decision or a database). "route": a fleet that nothing was trained
// for; "trained": its predictor reads every text; "read": a matcher reads from the text what it asks for, too. Rounds
// alternate; medians are compared. With --budgets: "route" beside "budgets" alone, an equal fleet under so many budgets
// that all hold for each of its tasks; "budgets_share" is the part of the throughput, and of the processor time, left.

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    connections: { type: "string", default: "64" },
    seconds: { type: "string", default: "6" },
    rounds: { type: "string", default: "5" },
    budgets: { type: "string", default: "0" },
  },
});

interface Load {
  path: string;
  token: string;
  bodies: readonly string[];
}

interface Round {
  rps: number;
  p50Ms: number;
  p99Ms: number;
  /** Processor time of the product for one answer: what other work on the machine takes does not count. */
  cpuUs: number;
}

async function cpuSeconds(): Promise<number> {
  const text = await (await fetch(`${options.url}/api/metrics`)).text();
  return Number(/^signalbox_process_cpu_seconds_total (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
}

async function drive({ path, token, bodies }: Load): Promise<Round> {
  const before = await cpuSeconds();
  const result = await autocannon({
    url: `${options.url}/api/v1${path}`,
    method: "POST",
    connections: Number(options.connections),
    duration: Number(options.seconds),
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    requests: bodies.map((body) => ({ body })),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${path}: ${result.non2xx} answers were refused, ${result.errors} calls failed`);
  }
  const cpuUs = (((await cpuSeconds()) - before) * 1e6) / result.requests.total;
  return { rps: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99, cpuUs };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Without a product at the address, its database may be empty, and the first complaint would be about a preset. */
async function requireProduct(): Promise<void> {
  const answer = await fetch(`${options.url}/api/health/ready`).catch(() => null);
  if (!answer?.ok) throw new Error(`No product is ready at ${options.url}: run npm start first, or name its --url`);
}

/** What the product says made a decision: the load must go the way it is named after. */
async function requireMade({ token, bodies }: Load, models: readonly string[]): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  for (let tries = 0; tries < 50; tries++) {
    const routed = await fetch(`${options.url}/api/v1/route`, { method: "POST", headers, body: bodies[0] ?? "" });
    const { decision_id: id } = (await routed.json()) as { decision_id: string };
    const read = await fetch(`${options.url}/api/v1/decisions/${id}`, { headers });
    const { made_by: made } = (await read.json()) as { made_by: Record<string, unknown> };
    if (["predictor", "matcher"].every((name) => (made[name] !== null) === models.includes(name))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Decisions are not made with ${models.join(" and ") || "no model"}: the product serves otherwise.`);
}

async function measure(loads: Record<string, Load>): Promise<Record<string, Round[]>> {
  // The first rounds only warm the compiler and the caches up.
  for (const load of Object.values(loads)) await drive(load);
  const rounds: Record<string, Round[]> = {};
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [name, load] of Object.entries(loads)) {
      const done = await drive(load);
      rounds[name] = [...(rounds[name] ?? []), done];
      console.error(
        `round ${round + 1}: ${name.padEnd(8)} ${done.rps.toFixed(0)}/s, p99 ${done.p99Ms} ms, ${done.cpuUs.toFixed(0)} µs`,
      );
    }
  }
  return rounds;
}

function figuresOf({ bare = [], ...routed }: Record<string, Round[]>): Record<string, Figure> {
  const of = (rounds: readonly Round[], figure: keyof Round) => median(rounds.map((round) => round[figure]));
  const bareRps = of(bare, "rps");
  const figures: Record<string, Figure> = {
    bare_rps: { value: bareRps, unit: "1/s", n: bare.length },
    bare_cpu_us: { value: of(bare, "cpuUs"), unit: "us", n: bare.length },
  };
  for (const [name, rounds] of Object.entries(routed)) {
    const n = rounds.length;
    // The plain fleet's are the figures this bench is known for.
    const prefix = name === "route" ? "" : `${name}_`;
    figures[`${name}_rps`] = { value: of(rounds, "rps"), unit: "1/s", n, baseline: bareRps };
    figures[`${prefix}ratio`] = { value: of(rounds, "rps") / bareRps, unit: "fraction", n };
    figures[`${prefix}cpu_us`] = { value: of(rounds, "cpuUs"), unit: "us", n, baseline: of(bare, "cpuUs") };
    figures[`${prefix}p50_ms`] = { value: of(rounds, "p50Ms"), unit: "ms", n, baseline: of(bare, "p50Ms") };
    figures[`${prefix}p99_ms`] = { value: of(rounds, "p99Ms"), unit: "ms", n, baseline: of(bare, "p99Ms") };
  }
  return figures;
}

/** Bare, untrained, trained and read; or, with budgets, the untrained one with and without them. */
async function makeLoads(ctx: ServiceContext, fleets: Fleets): Promise<Record<string, Load>> {
  const named = requestBodies(true);
  const route = { path: "/route", token: await makeFleet(ctx, fleets.plain), bodies: named };
  const bare = { ...route, path: "/route/validate" };
  const budgets = Number(options.budgets);
  if (budgets > 0) {
    const budgeted = { ...route, token: await makeFleet(ctx, fleets.other) };
    await makeBudgets(ctx, fleets.other, budgets);
    await requireMade(budgeted, []);
    return { bare, route, budgets: budgeted };
  }
  const trained = { ...route, token: await makeFleet(ctx, fleets.other) };
  await trainFleet(ctx, fleets.other);
  const read = { ...trained, bodies: requestBodies(false) };
  await requireMade(route, []);
  await requireMade(trained, ["predictor"]);
  await requireMade(read, ["predictor", "matcher"]);
  return { bare, route, trained, read };
}

interface Fleets {
  plain: string;
  other: string;
}

async function bench(ctx: ServiceContext, fleets: Fleets): Promise<void> {
  const rounds = await measure(await makeLoads(ctx, fleets));
  const environment = {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    connections: Number(options.connections),
    agents: AGENTS,
    budgets: Number(options.budgets),
  };
  console.log(JSON.stringify({ bench: "http", figures: { ...figuresOf(rounds), ...shares(rounds) }, environment }));
}

/** What budgets leave of the throughput of the same fleet without any: the median over rounds measured side by side. */
function shares({ route = [], budgets = [] }: Record<string, Round[]>): Record<string, Figure> {
  if (budgets.length === 0) return {};
  const share = (figure: "rps" | "cpuUs") =>
    median(budgets.map((round, i) => (figure === "rps" ? round.rps / part(i).rps : part(i).cpuUs / round.cpuUs)));
  const part = (i: number) => route[i] ?? { rps: Number.NaN, cpuUs: Number.NaN };
  return {
    budgets_share: { value: share("rps"), unit: "fraction", n: budgets.length },
    budgets_cpu_share: { value: share("cpuUs"), unit: "fraction", n: budgets.length },
  };
}

await requireProduct();
await withProduct(async (ctx) => {
  await loadRuntime();
  const run = newId("run", ctx.clock.nowMs()).slice(4);
  const fleets = { plain: `bench-${run}`, other: `bench-other-${run}` };
  try {
    await bench(ctx, fleets);
  } finally {
    await archiveBudgets(ctx, fleets.other);
    for (const name of Object.values(fleets)) await removeFleet({ ctx, input: { name } }).catch(() => undefined);
  }
});
