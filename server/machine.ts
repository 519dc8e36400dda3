import type { RequestListener } from "node:http";
import { startBackground, startOwnBackground } from "#lib/jobs/background.ts";
import { startRuntime, stopRuntime } from "#lib/runtime/listener.ts";
import { startTelemetry } from "#lib/runtime/telemetry/start-telemetry.ts";
import { drainCalls } from "#lib/services/chat/open-calls.ts";
import { closeStore } from "#lib/store/client.ts";
import { followConfigFiles } from "./boot/follow-config-files.ts";
import { machineListener } from "./http/machine-api.ts";

/** The machine API with all it needs, without pages. */
export interface Machine {
  listener: RequestListener;
  /** Takes up no more work in the background and ends what is under way, while calls go on. */
  quiesce(): Promise<void>;
  /** Closes the store, after the background; drain the port first. */
  stop(): Promise<void>;
}

/** For calls whose client was cut off: what they cost must still be written down. */
const LAST_WRITES_MS = 5_000;

/**
 * Starts what the machine API serves from; DATABASE_URL must be set and migrated.
 * @param development true takes up the files of configs as they are edited
 * @param role a helper answers calls and leaves work in the background to the process that it helps
 */
export async function startMachine(development: boolean, role: "all" | "helper" = "all"): Promise<Machine> {
  const stopTelemetry = await startTelemetry();
  await startRuntime();
  const stopBackground = role === "all" ? startBackground() : startOwnBackground();
  const stopFollowing = role === "all" ? followConfigFiles(development) : async () => undefined;
  let quiet: Promise<unknown> | undefined;
  const quiesce = async () => {
    quiet ??= Promise.all([stopFollowing(), stopBackground()]);
    await quiet;
  };
  return {
    listener: machineListener(),
    quiesce,
    async stop() {
      await drainCalls(LAST_WRITES_MS);
      await stopTelemetry();
      await quiesce();
      await stopRuntime();
      await closeStore();
    },
  };
}
