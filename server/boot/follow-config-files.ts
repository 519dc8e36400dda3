import { closeSync, openSync, watch } from "node:fs";
import { messageOf } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";
import { log } from "#lib/runtime/log.ts";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { startContext } from "./start-context.ts";

/** Editors write a file in several steps. */
const SETTLE_MS = 150;

/**
 * Takes up changed files of `configs` without a restart: on SIGHUP, and in development as soon as one is written.
 * @returns ends it, after what is under way.
 */
export function followConfigFiles(development: boolean): () => Promise<void> {
  let under: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const reload = () => {
    under = under.then(takeUp);
  };
  const onHangUp = () => {
    // A terminal that was closed sends the same signal, and then nobody is left to read what the process says.
    if (process.stdout.isTTY && !hasTerminal()) process.kill(process.pid, "SIGTERM");
    else reload();
  };
  process.on("SIGHUP", onHangUp);
  const watcher = development
    ? watch(readEnv().CONFIGS_DIR, (_event, file) => {
        if (file !== null && !file.endsWith(".json")) return;
        clearTimeout(timer);
        timer = setTimeout(reload, SETTLE_MS);
      })
    : null;
  watcher?.on("error", (error) =>
    log().warn({ error: messageOf(error) }, "the files of configs are no longer watched"),
  );
  return async () => {
    process.off("SIGHUP", onHangUp);
    watcher?.close();
    clearTimeout(timer);
    await under;
  };
}

async function takeUp(): Promise<void> {
  try {
    const { added, followed, taken, broken } = await syncConfigFiles({ ctx: startContext() });
    log().info({ added, followed, taken, broken }, "the files of configs were read again");
    for (const sentence of broken) log().warn(sentence);
  } catch (error) {
    log().warn({ error: messageOf(error) }, "the files of configs could not be taken up; what was in force stays");
  }
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
