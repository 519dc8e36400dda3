import { spawn } from "node:child_process";
import { chownSync, closeSync, openSync, readFileSync, statSync } from "node:fs";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { PLAIN_ENVIRONMENT } from "./account.ts";
import { accepts, addressOf } from "./address.ts";
import type { Cluster } from "./cluster.ts";
import { type Postmaster, runningPostmaster } from "./process.ts";

const POLL_MS = 25;
/** After kill -9 the orphaned backends keep the shared memory for a moment, and a new postmaster refuses until they end. */
const START_RETRY_MS = 5_000;
/** Replaying the log after a crash may take this long on a loaded machine. */
const RECOVERY_MS = 60_000;
const MAX_LOG_BYTES = 20_000_000;

export interface LaunchOptions {
  port: number;
  /** Whoever uses the server knows its address already: another port would be no server to them. */
  onlyThere?: boolean;
  durable: boolean;
}

export interface Launched extends Postmaster {
  adopted: boolean;
}

/** Starts PostgreSQL on the cluster or adopts the one that runs there; resolves when it accepts connections. */
export async function launch(cluster: Cluster, options: LaunchOptions): Promise<Launched> {
  const startedMs = Date.now();
  for (let attempt = 0; ; attempt += 1) {
    const adopted = await adopt(cluster);
    if (adopted) return adopted;
    const started = await start(cluster, options, attempt);
    if (started) return started;
    if (Date.now() - startedMs > START_RETRY_MS) {
      throw new Error(`PostgreSQL does not start. The end of ${cluster.log}:\n${logTail(cluster.log)}`);
    }
    await sleep(POLL_MS * 4);
  }
}

async function adopt(cluster: Cluster): Promise<Launched | null> {
  const deadlineMs = Date.now() + RECOVERY_MS;
  while (Date.now() < deadlineMs) {
    const found = runningPostmaster(cluster.data);
    if (!found) return null;
    if (found.port > 0 && (await accepts(addressOf(cluster, found.port)))) return { ...found, adopted: true };
    await sleep(POLL_MS);
  }
  throw new Error(`A PostgreSQL runs on ${cluster.data} but does not answer: see ${cluster.log}`);
}

async function start(cluster: Cluster, options: LaunchOptions, attempt: number): Promise<Launched | null> {
  const port = options.onlyThere ? options.port : await choosePort(attempt === 0 ? options.port : 0);
  const log = openLog(cluster);
  const child = spawn(cluster.binaries.postgres, postgresArguments(cluster, port, options.durable), {
    ...cluster.account,
    cwd: cluster.data,
    env: PLAIN_ENVIRONMENT,
    stdio: ["ignore", log, log],
    // A group of its own: Ctrl-C in the terminal must reach the product first, which then stops PostgreSQL.
    detached: true,
  });
  closeSync(log);
  child.unref();
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", () => {
    ended = true;
  });
  const deadlineMs = Date.now() + RECOVERY_MS;
  while (!ended && Date.now() < deadlineMs) {
    const pid = child.pid;
    if (pid && (await accepts(addressOf(cluster, port)))) return { pid, port, adopted: false };
    await sleep(POLL_MS);
  }
  return null;
}

function postgresArguments(cluster: Cluster, port: number, durable: boolean): string[] {
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "jit=off"];
  if (!durable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  return ["-D", cluster.data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
}

function openLog(cluster: Cluster): number {
  const tooLong = (statSync(cluster.log, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES;
  const log = openSync(cluster.log, tooLong ? "w" : "a", 0o600);
  if (cluster.account) chownSync(cluster.log, cluster.account.uid, cluster.account.gid);
  return log;
}

/** The wanted port where it is free, else any: nobody types this port, and two checkouts must both start. */
async function choosePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

function logTail(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(-1_500);
  } catch {
    return "(no log)";
  }
}
