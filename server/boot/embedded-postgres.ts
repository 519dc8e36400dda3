import { setTimeout as sleep } from "node:timers/promises";
import { ensureDatabase } from "./postgres/address.ts";
import { type Cluster, openCluster } from "./postgres/cluster.ts";
import { launch } from "./postgres/launch.ts";
import { isRunning, runningPostmaster } from "./postgres/process.ts";
import { holdTenancy, type Tenancy } from "./postgres/tenancy.ts";

export interface EmbeddedPostgresOptions {
  /** Folder for the database; made where it is missing. */
  dataDir: string;
  /** Preferred port; 0, or a port in use, means any free one. */
  port: number;
  /** False trades safety for speed: for tests only. */
  durable?: boolean;
}

export interface StopOptions {
  /** Like a power cut: connections end at once and the next start replays the log. */
  immediate?: boolean;
}

export interface EmbeddedPostgres {
  url: string;
  port: number;
  pid: number;
  /** True when the server was running already. */
  adopted: boolean;
  /** Stops the server unless another process still uses it. Safe to call twice. */
  stop(options?: StopOptions): Promise<void>;
}

const STOP_POLL_MS = 20;
const GRACEFUL_MS = 15_000;
/** A full disk is emptied by somebody sooner or later. */
const RESTART_AGAIN_MS = 2_000;

/**
 * Runs PostgreSQL from the binaries that npm brought, or joins the one that runs on `dataDir` already.
 * If it crashes while in use, it is started again on the same port, and tried again for as long as that fails.
 * @throws Error with the end of PostgreSQL's log when it does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = openCluster(options.dataDir);
  const first = await launch(cluster, { port: options.port, durable: options.durable ?? true });
  const url = await ensureDatabase(cluster, first.port);
  let stopping: Promise<void> | null = null;
  let tenancy: Tenancy | null = null;

  const hold = async (): Promise<void> => {
    tenancy = await holdTenancy(url, () => {
      void restartUntilItRuns();
    });
  };
  const restartUntilItRuns = async (): Promise<void> => {
    for (let failures = 0; !stopping; failures++) {
      try {
        await restart();
        if (failures > 0) console.error("The embedded PostgreSQL runs again.");
        return;
      } catch (error) {
        if (stopping) return;
        if (failures === 0) reportLoss(error);
        await sleep(RESTART_AGAIN_MS, undefined, { ref: false });
      }
    }
  };
  const restart = async (): Promise<void> => {
    await launch(cluster, { port: first.port, onlyThere: true, durable: options.durable ?? true });
    await hold();
  };
  const stop = async (how: StopOptions): Promise<void> => {
    const last = (await tenancy?.leave().catch(() => true)) ?? true;
    if (last) await stopPostmaster(cluster, how);
  };

  await hold();
  return {
    url,
    port: first.port,
    pid: first.pid,
    adopted: first.adopted,
    stop: (how = {}) => {
      stopping ??= stop(how);
      return stopping;
    },
  };
}

function reportLoss(error: unknown): void {
  console.error("The embedded PostgreSQL stopped and cannot be started again; it is tried until it works:", error);
}

async function stopPostmaster(cluster: Cluster, { immediate = false }: StopOptions): Promise<void> {
  const found = runningPostmaster(cluster.data);
  if (!found) return;
  process.kill(found.pid, immediate ? "SIGQUIT" : "SIGINT");
  const deadlineMs = Date.now() + GRACEFUL_MS;
  while (isRunning(found.pid)) {
    if (Date.now() > deadlineMs) process.kill(found.pid, "SIGQUIT");
    await sleep(STOP_POLL_MS);
  }
}
