import net, { type Socket } from "node:net";
import { guardedLookup, type Resolve, requireAllowedLiteral } from "./lookup.ts";
import type { EgressTarget } from "./policy.ts";

/**
 * A plain connection to an address that may be reached, for a protocol that brings its own encryption.
 * @param timeoutMs until it stands
 * @param resolve in place of the system's resolver
 * @throws ProviderFailure address_refused; whatever the socket fails with
 */
export async function connectGuarded(target: EgressTarget, timeoutMs: number, resolve?: Resolve): Promise<Socket> {
  requireAllowedLiteral(target);
  const host = target.host.replace(/^\[(.*)\]$/, "$1");
  const socket = net.connect({ host, port: target.port, lookup: guardedLookup(target, resolve) });
  return new Promise((connected, failed) => {
    const late = Object.assign(new Error(`No connection within ${timeoutMs} ms.`), { code: "ETIMEDOUT" });
    const timer = setTimeout(() => socket.destroy(late), timeoutMs);
    socket.once("error", failed);
    socket.once("close", () => clearTimeout(timer));
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", failed);
      connected(socket);
    });
  });
}
