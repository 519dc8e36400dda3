import { startRuntime, stopRuntime } from "#lib/runtime/listener.ts";
import { closeStore } from "#lib/store/client.ts";
import { followPresets } from "#server/boot/follow-presets.ts";

/** A process as the product is one, without its pages: keeps itself current and takes up preset files. */
await startRuntime();
const stop = followPresets(process.argv.includes("--dev"));
process.once("SIGTERM", async () => {
  await stop();
  await stopRuntime();
  await closeStore();
  process.exit(0);
});
setInterval(() => undefined, 60_000);
console.log("ready");
