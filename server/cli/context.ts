import path from "node:path";
import type { ServiceContext } from "#lib/auth/context.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { readEnv } from "#lib/env.ts";
import { closeStore } from "#lib/store/client.ts";
import { startEmbeddedPostgres } from "#server/boot/embedded-postgres.ts";
import { migrate } from "#server/boot/migrate.ts";

/**
 * Runs a command as Signalbox itself, with a migrated database: the one of DATABASE_URL, else the embedded one,
 * which is joined when `npm start` runs it and otherwise started for the command and stopped after it.
 */
export async function withProduct(run: (ctx: ServiceContext) => Promise<void>): Promise<void> {
  const env = readEnv();
  const dataDir = path.resolve(env.SIGNALBOX_DATA_DIR);
  const embedded = env.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir, port: env.EMBEDDED_PG_PORT });
  const url = env.DATABASE_URL ?? embedded?.url ?? "";
  process.env.DATABASE_URL = url;
  try {
    await migrate(url);
    await run(commandContext());
  } finally {
    await closeStore();
    await embedded?.stop();
  }
}

/** A command that needs no database acts as Signalbox itself, too. */
export function commandContext(): ServiceContext {
  return {
    actor: { kind: "system", id: "cli", name: "Signalbox command" },
    requestId: newId("req", systemClock.nowMs()),
    clock: systemClock,
  };
}
