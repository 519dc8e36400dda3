import { mkdtempSync, rmSync } from "node:fs";
import net, { type AddressInfo, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { gatherMetricsFrom } from "#lib/runtime/all-metrics.ts";
import { type Front, listenOn } from "#server/http/front.ts";
import { Helpers } from "./helpers.ts";

/** The product's port. */
export interface Port extends Pick<Front, "listen" | "drain"> {
  number(): number;
  /** Starts the helpers, once the product serves. @returns once they take connections */
  share(): Promise<void>;
}

/**
 * The port of a product of several processes: connections go to this one and its helpers in turn, as they come. This one
 * answers everything, helpers the machine API, and pass the rest back over a socket that only this user can reach.
 * @param processes 1: the front's own port, without helpers
 */
export function openPort(front: Front, processes: number): Port {
  if (processes <= 1) {
    const number = () => (front.server.address() as AddressInfo).port;
    return { listen: front.listen, drain: front.drain, number, share: async () => undefined };
  }
  const accept = (socket: Socket) => {
    front.accept(socket);
    socket.resume();
  };
  let helpers: Helpers | null = null;
  let folder: string | null = null;
  const server = net.createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket: Socket) => {
    const helper = helpers?.next() ?? null;
    if (helper) helper.take(socket, accept);
    else accept(socket);
  });
  return {
    number: () => (server.address() as AddressInfo).port,
    async listen(port, host) {
      await listenOn(server, { port, host });
      folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-port-"));
      await front.listenAt(path.join(folder, "all"));
    },
    async share() {
      if (folder === null || !server.listening) return;
      helpers = new Helpers(path.join(folder, "all"));
      const started = helpers;
      gatherMetricsFrom(() => started.metrics());
      await started.start(processes - 1);
    },
    async drain(graceMs) {
      // Its end would wait for the connections that helpers have.
      if (server.listening) server.close();
      await Promise.all([front.drain(graceMs), helpers?.stop(graceMs)]);
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}
