import type { HttpBindings } from "@hono/node-server";

/** Aborts when the connection closes before the answer's last byte was handed over. */
export function goneSignal(outgoing: HttpBindings["outgoing"]): AbortSignal {
  const controller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}
