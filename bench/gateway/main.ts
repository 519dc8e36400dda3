import path from "node:path";
import { parseArgs } from "node:util";
import { startServer } from "./child.ts";
import { latencies, streams, throughput, type Way } from "./drive.ts";
import { startMeasuredProduct } from "./product.ts";

// npm run bench:gateway -- [--requests 2000] [--seconds 5] [--rounds 3] [--streams 500] [--waves 3] [--processes 1]
// In one run against the same provider on this machine: asked directly, through a bare pass-through proxy, and through
// Signalbox with durable usage. Rounds alternate, medians are compared; every server is a process of its own. Who asks
// and who answers are as light as HTTP can be (light-provider.ts, drive.ts), for all three alike: they share the cores
// with what is measured, and what they take is told. --processes is Signalbox's API_PROCESSES.
//
// Where the processor time of one answer goes, at 32 connections (a profile of the machine process after 6,000 requests,
// 2026-11-26, on two cores too busy for more than shares; warm up long before you compare, half of the time of the first
// thousands is the interpreter's):
//   25 % decide and settle: key, schema, chain, decision, cost, metrics
//   21 % writes to the sockets of caller and provider
//   15 % the rest of the connection to the provider (undici) and its answer
//   15 % the rest of HTTP towards the caller (node:http)
//    6 % rows to PostgreSQL, shared by the calls of a batch
//    6 % work in the background, through Prisma
//    the rest: timers, promises, collector
// PostgreSQL takes 370 us for a call that is written alone, and 85 for one of sixteen.
// One after another, a call waits for its commit besides: 0.5 ms at best, 0.2 of them for the disk's flush.
// Memory: a wave's objects are promoted and die in the old generation, which grows for the first five or six waves of a
// fresh process (394 to 518 MB) and then stays; what is alive after a collection is the same after every wave.

const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "2000" },
    seconds: { type: "string", default: "5" },
    rounds: { type: "string", default: "3" },
    streams: { type: "string", default: "500" },
    waves: { type: "string", default: "3" },
    processes: { type: "string", default: "1" },
  },
});
const rounds = Number(options.rounds);
const CONNECTIONS = 32;
const WARM_UP = 12_000;
/** Between two events of a measured stream, so that all of them are open at once. */
const GAP_MS = 1_500;
const PROVIDER = path.resolve(import.meta.dirname, "light-provider.ts");
const PROXY = path.resolve(import.meta.dirname, "bare-proxy.ts");

const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;
const median = (values: readonly number[]) => quantile(values, 0.5);
const NAMES = ["direct", "proxy", "signalbox"] as const;
type PerWay<T> = Record<(typeof NAMES)[number], T>;

const provider = await startServer(PROVIDER, [String(GAP_MS)]);
const proxy = await startServer(PROXY, [provider.url]);
const product = await startMeasuredProduct(provider.url, Number(options.processes));
const ways: PerWay<Way> = {
  direct: { url: `${provider.url}/v1`, token: "sk-loopback", model: "gpt-4o" },
  proxy: { url: `${proxy.url}/v1`, token: "sk-loopback", model: "gpt-4o" },
  signalbox: { url: `${product.server.url}/api/v1`, token: product.token, model: product.model },
};

const cpuMsPerRequest: PerWay<number[]> = { direct: [], proxy: [], signalbox: [] };
const servers = { direct: provider, proxy, signalbox: product.server };

/** Where else the processor time of a request through Signalbox goes: the bench's own parts share the cores. */
const besides = {
  database: { cpuMs: () => product.databaseCpuMs(), perRequest: [] as number[] },
  provider: { cpuMs: () => provider.cpuMs(), perRequest: [] as number[] },
  client: { cpuMs: () => process.cpuUsage().user / 1e3 + process.cpuUsage().system / 1e3, perRequest: [] as number[] },
};

/** @returns requests a second */
async function measured(name: keyof typeof ways): Promise<number> {
  const before = servers[name].cpuMs();
  const others = Object.values(besides).map(({ cpuMs, perRequest }) => ({ cpuMs, perRequest, before: cpuMs() }));
  const { perSecond, requests } = await throughput(ways[name], CONNECTIONS, Number(options.seconds));
  cpuMsPerRequest[name].push((servers[name].cpuMs() - before) / requests);
  if (name === "signalbox") for (const one of others) one.perRequest.push((one.cpuMs() - one.before) / requests);
  return perSecond;
}

/** Compilers and caches warm up: half of the time of the first thousands is the interpreter's. */
async function warmUp(): Promise<void> {
  for (const name of NAMES) {
    for (let asked = 0; asked < WARM_UP; ) asked += (await throughput(ways[name], CONNECTIONS, 1)).requests;
  }
}

try {
  await warmUp();
  const tookMs: PerWay<number[]> = { direct: [], proxy: [], signalbox: [] };
  const rps: PerWay<number[]> = { direct: [], proxy: [], signalbox: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of NAMES) tookMs[name].push(...(await latencies(ways[name], Number(options.requests))));
    for (const name of NAMES) rps[name].push(await measured(name));
    const latest = NAMES.map(
      (name) => `${name} ${median(tookMs[name]).toFixed(3)} ms, ${rps[name].at(-1)?.toFixed(0)}/s`,
    );
    console.error(`round ${round + 1}: ${latest.join("; ")}`);
  }
  const memory = await memoryUnderStreams(Number(options.streams), Number(options.waves));
  const p50 = (name: keyof typeof ways) => median(tookMs[name]);
  const perSecond = (name: keyof typeof ways) => median(rps[name]);
  const figures = {
    added_p50_ms: { value: p50("signalbox") - p50("direct"), unit: "ms", bar: "<= 1.0", baseline: p50("direct") },
    proxy_added_p50_ms: { value: p50("proxy") - p50("direct"), unit: "ms" },
    signalbox_p99_ms: { value: quantile(tookMs.signalbox, 0.99), unit: "ms", baseline: quantile(tookMs.direct, 0.99) },
    gateway_rps: { value: perSecond("signalbox"), unit: "1/s", bar: ">= 2500", baseline: perSecond("proxy") },
    proxy_rps: { value: perSecond("proxy"), unit: "1/s" },
    direct_rps: { value: perSecond("direct"), unit: "1/s" },
    ratio_to_proxy: { value: perSecond("signalbox") / perSecond("proxy"), unit: "fraction", bar: ">= 0.4" },
    signalbox_cpu_ms_per_request: {
      value: median(cpuMsPerRequest.signalbox),
      unit: "ms",
      baseline: median(cpuMsPerRequest.proxy),
    },
    database_cpu_ms_per_request: { value: median(besides.database.perRequest), unit: "ms" },
    provider_cpu_ms_per_request: { value: median(besides.provider.perRequest), unit: "ms" },
    client_cpu_ms_per_request: { value: median(besides.client.perRequest), unit: "ms" },
    ...memory,
  };
  const environment = {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    connections: CONNECTIONS,
    processes: Number(options.processes),
    rounds,
  };
  console.log(JSON.stringify({ bench: "gateway", figures, environment }));
} finally {
  await product.stop();
  await proxy.stop();
  await provider.stop();
}

/** Waves of streams that are all open at once: memory after the last must be what it was after the first. */
async function memoryUnderStreams(count: number, waves: number) {
  const atRestMb = product.server.rssMb();
  const afterMb: number[] = [];
  const peaksMb: number[] = [];
  let whole = 0;
  for (let wave = 0; wave < waves; wave++) {
    let peakMb = 0;
    const look = setInterval(() => {
      peakMb = Math.max(peakMb, product.server.rssMb());
    }, 200);
    whole += await streams(ways.signalbox, count);
    clearInterval(look);
    peaksMb.push(Math.round(peakMb));
    afterMb.push(Math.round(product.server.rssMb()));
    console.error(`wave ${wave + 1}: ${whole} streams whole, peak ${peaksMb.at(-1)} MB, after ${afterMb.at(-1)} MB`);
  }
  return {
    streams_held: { value: whole, unit: "count", n: count * waves },
    rss_at_rest_mb: { value: Math.round(atRestMb), unit: "MB" },
    rss_peak_mb: { value: peaksMb, unit: "MB", bar: "flat from wave to wave" },
    rss_after_mb: { value: afterMb, unit: "MB" },
  };
}
