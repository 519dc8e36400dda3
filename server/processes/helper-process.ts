import type { Socket } from "node:net";
import { readEnv } from "#lib/env.ts";
import { ownMetrics } from "#lib/runtime/all-metrics.ts";
import { createFront } from "#server/http/front.ts";
import { startMachine } from "#server/machine.ts";
import { forwardTo } from "./forward.ts";
import type { FromHelper, ToHelper } from "./messages.ts";

// Answers calls of the machine API beside the process that holds the port, which starts it, gives it connections and
// answers all else that comes on them.
const [pagesAt = ""] = process.argv.slice(2);
// The one that leads gets these too, and says what they mean.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);

const say = (message: FromHelper) => {
  if (process.connected) process.send?.(message, () => undefined);
};

const front = createFront(false);
// Time limits are kept by a server that listens; nobody connects here.
await front.listenAt(`${pagesAt}.${process.pid}`);
const machine = await startMachine(false, "helper");
front.serve({ machine: machine.listener, elsewhere: forwardTo(pagesAt) });

let isEnding = false;
async function end(graceMs: number): Promise<never> {
  await Promise.all([front.drain(graceMs), machine.quiesce()]);
  await machine.stop();
  process.exit(0);
}
const stop = (graceMs = readEnv().DRAIN_SECONDS * 1000) => {
  if (!isEnding) void end(graceMs);
  isEnding = true;
};
process.on("SIGTERM", () => stop());
// Whoever led is gone: what is under way may end, and nothing more comes.
process.on("disconnect", () => stop());
process.on("message", (message: ToHelper, connection: unknown) => {
  switch (message.kind) {
    case "connection":
      // It may have gone on its way here.
      if (connection) front.accept(connection as Socket);
      break;
    case "metrics":
      void ownMetrics().then((metrics) => say({ kind: "metrics", id: message.id, metrics }));
      break;
    case "stop":
      stop(message.graceMs);
      break;
    default:
      message satisfies never;
  }
});
say({ kind: "ready" });
