import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = path.resolve(import.meta.dirname, "../..");
const START_MS = 300_000;

/** The built product as a process of its own. */
export interface ServedProduct {
  baseUrl: string;
  /** Memory of the process in MiB: now, and the most it ever had. */
  memoryMib(): { now: number; peak: number };
  /** p99 of the event loop's delay since the last call, in milliseconds; it includes the sampler's own 10 ms. */
  eventLoopP99Ms(): Promise<number>;
  stop(): Promise<void>;
}

export async function serveProduct(environment: Record<string, string>): Promise<ServedProduct> {
  const child = spawn(process.execPath, [path.join(ROOT, "server/boot/start.ts")], {
    cwd: ROOT,
    env: { ...process.env, ...environment, LOG_LEVEL: "warn" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const baseUrl = `http://127.0.0.1:${environment.PORT}`;
  await ready(child, baseUrl);
  return {
    baseUrl,
    memoryMib: () => memoryOf(child.pid ?? 0),
    async eventLoopP99Ms() {
      const text = await (await fetch(`${baseUrl}/api/metrics`)).text();
      return Number(/^signalbox_nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]) * 1000;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

async function ready(child: ChildProcess, baseUrl: string): Promise<void> {
  const deadlineMs = performance.now() + START_MS;
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}`);
    const response = await fetch(`${baseUrl}/api/health/ready`).catch(() => null);
    if (response?.ok) return;
    await sleep(250);
  }
  throw new Error("The product did not start");
}

function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  return { now: mib("VmRSS"), peak: mib("VmHWM") };
}
