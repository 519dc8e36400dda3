import { createServer } from "node:http";
import next from "next";
import { readEnv } from "#lib/env.ts";
import type { Front } from "./http/front.ts";
import { startMachine } from "./machine.ts";

/** The running product; its port stays with the caller. */
export interface Product {
  /** Takes up no more work in the background and ends what is under way, while answers go on. */
  quiesce(): Promise<void>;
  /** Closes the pages and the store, after the background; drain the port first. */
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
  // One after the other: loading Next blocks the event loop for so long on a busy machine that connections of the
  // machine API, which were being made meanwhile, would seem to have timed out.
  await pages.prepare();
  const machine = await startMachine(development);
  front.serve({ machine: machine.listener, pages: pages.getRequestHandler() });
  return {
    quiesce: machine.quiesce,
    async stop() {
      await pages.close();
      await machine.stop();
    },
  };
}
