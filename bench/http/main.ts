import { parseArgs } from "node:util";
import autocannon from "autocannon";
import type { ServiceContext } from "#lib/auth/context.ts";
import { newId } from "#lib/core/ids.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { removeFleet } from "#lib/services/fleet/remove-fleet.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { withProduct } from "#server/cli/context.ts";

// npm run bench:http -- [--url http://127.0.0.1:3000] [--connections 64] [--seconds 6] [--rounds 5]
// Drives the running product: durable POST /route beside a bare handler of the same server (POST /route/validate:
// the same key, body, parser and checks, without a decision or a database). Rounds alternate; medians are compared.

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    connections: { type: "string", default: "64" },
    seconds: { type: "string", default: "6" },
    rounds: { type: "string", default: "5" },
  },
});
const AGENTS = 14;
const TASK = {
  task: {
    type: "research",
    description: "Find three independent sources on tidal power in Brittany and compare their cost figures.",
    required_capabilities: ["web_search"],
  },
};

interface Round {
  rps: number;
  p50Ms: number;
  p99Ms: number;
}

async function drive(path: string, token: string): Promise<Round> {
  const result = await autocannon({
    url: `${options.url}/api/v1${path}`,
    method: "POST",
    connections: Number(options.connections),
    duration: Number(options.seconds),
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(TASK),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${path}: ${result.non2xx} answers were refused, ${result.errors} calls failed`);
  }
  return { rps: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Without a product at the address, its database may be empty, and the first complaint would be about a preset. */
async function requireProduct(): Promise<void> {
  const answer = await fetch(`${options.url}/api/health/ready`).catch(() => null);
  if (!answer?.ok) throw new Error(`No product is ready at ${options.url}: run npm start first, or name its --url`);
}

async function fillFleet(ctx: ServiceContext, name: string): Promise<string> {
  for (let i = 0; i < AGENTS; i++) {
    const input = {
      fleetName: name,
      name: `agent_${String(i + 1).padStart(3, "0")}`,
      role: "researcher",
      concurrency_limit: 10_000,
      configuration: "anthropic/researcher",
      capabilities: ["web_search", "summarization", "analysis"].map((capability, k) => ({
        name: capability,
        level: 0.5 + ((i * 7 + k * 3) % 10) / 20,
      })),
    };
    await putAgent({ ctx, input });
  }
  const { token } = await createAgentKey({ ctx, input: { name: "load test", fleetName: name } });
  return token;
}

await requireProduct();
await withProduct(async (ctx) => {
  await loadRuntime();
  const fleet = `bench-${newId("run", ctx.clock.nowMs()).slice(4)}`;
  await createFleet({ ctx, input: { name: fleet, description: "Load test" } });
  const bare: Round[] = [];
  const route: Round[] = [];
  try {
    const token = await fillFleet(ctx, fleet);
    // The first rounds only warm the compiler and the caches up.
    for (const path of ["/route/validate", "/route", "/route"]) await drive(path, token);
    for (let round = 0; round < Number(options.rounds); round++) {
      bare.push(await drive("/route/validate", token));
      route.push(await drive("/route", token));
      console.error(
        `round ${round + 1}: bare ${bare.at(-1)?.rps.toFixed(0)}/s, route ${route.at(-1)?.rps.toFixed(0)}/s`,
      );
    }
  } finally {
    await removeFleet({ ctx, input: { name: fleet } });
  }
  const bareRps = median(bare.map((round) => round.rps));
  const routeRps = median(route.map((round) => round.rps));
  const figures = {
    route_rps: { value: routeRps, unit: "1/s", n: route.length, baseline: bareRps },
    bare_rps: { value: bareRps, unit: "1/s", n: bare.length },
    ratio: { value: routeRps / bareRps, unit: "fraction", n: route.length },
    p50_ms: {
      value: median(route.map((round) => round.p50Ms)),
      unit: "ms",
      baseline: median(bare.map((r) => r.p50Ms)),
    },
    p99_ms: {
      value: median(route.map((round) => round.p99Ms)),
      unit: "ms",
      baseline: median(bare.map((r) => r.p99Ms)),
    },
  };
  const environment = {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    connections: Number(options.connections),
    agents: AGENTS,
  };
  console.log(JSON.stringify({ bench: "http", figures, environment }));
});
