import { startRuntime, stopRuntime } from "#lib/runtime/listener.ts";
import { closeStore } from "#lib/store/client.ts";
import { followConfigFiles } from "#server/boot/follow-config-files.ts";

/** A process as the product is one, without its pages: keeps itself current and takes up the files of configs. */
await startRuntime();
const stop = followConfigFiles(process.argv.includes("--dev"));
process.once("SIGTERM", async () => {
  await stop();
  await stopRuntime();
  await closeStore();
  process.exit(0);
});
setInterval(() => undefined, 60_000);
console.log("ready");
