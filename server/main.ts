import { createServer } from "node:http";
import next from "next";
import { readEnv } from "#lib/env.ts";
import { startBackground } from "#lib/jobs/background.ts";
import { startRuntime, stopRuntime } from "#lib/runtime/listener.ts";
import { drainCalls } from "#lib/services/chat/open-calls.ts";
import { closeStore } from "#lib/store/client.ts";
import { followPresets } from "./boot/follow-presets.ts";
import type { Front } from "./http/front.ts";
import { machineListener } from "./http/machine-api.ts";

const DRAIN_MS = 5_000;

/** The running product; its port stays with the caller. */
export interface Product {
  /** Ends background work and closes the store; drain the port first. */
  stop(): Promise<void>;
}

/** Serves the machine API and the pages on a port that the caller holds; DATABASE_URL must be set and migrated. */
export async function startProduct(front: Front, development: boolean): Promise<Product> {
  const { PROJECT_ROOT, HOST, PORT } = readEnv();
  const pages = next({
    dev: development,
    dir: PROJECT_ROOT,
    hostname: HOST,
    port: PORT,
    // Reloads travel over a WebSocket. The built product has none: the pages then listen for upgrades on a server that
    // gets no connection, so that such requests are answered like others instead of being left open.
    httpServer: development ? front.server : createServer(),
  });
  await Promise.all([pages.prepare(), startRuntime()]);
  const stopBackground = startBackground();
  const stopFollowing = followPresets(development);
  front.serve({ machine: machineListener(), pages: pages.getRequestHandler() });
  return {
    async stop() {
      await stopFollowing();
      // The port is drained: what is still open writes down how it ended.
      await drainCalls(DRAIN_MS);
      await stopBackground();
      await stopRuntime();
      await pages.close();
      await closeStore();
    },
  };
}
