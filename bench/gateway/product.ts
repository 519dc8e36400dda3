import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { systemClock } from "#lib/core/clock.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { saveConfiguration } from "#lib/services/configurations/save-configuration.ts";
import { syncPresets } from "#lib/services/configurations/sync-presets.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { closeStore } from "#lib/store/client.ts";
import { startEmbeddedPostgres } from "#server/boot/embedded-postgres.ts";
import { migrate } from "#server/boot/migrate.ts";
import { childrenCpuMs, type ServerProcess, startServer } from "./child.ts";

const MACHINE = path.resolve(import.meta.dirname, "../../test/machine-process.ts");
const MODEL = "openai/loop";

/** Signalbox on a durable database of its own, with one configuration that asks the loopback provider. */
export interface MeasuredProduct {
  server: ServerProcess;
  token: string;
  model: string;
  /** Processor time of PostgreSQL until now. */
  databaseCpuMs(): number;
  stop(): Promise<void>;
}

export async function startMeasuredProduct(providerUrl: string, processes: number): Promise<MeasuredProduct> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-bench-"));
  // Started by root, PostgreSQL runs as another account, which must be able to enter.
  chmodSync(folder, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 0 });
  await migrate(postgres.url);
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    SIGNALBOX_DATA_DIR: folder,
    SIGNALBOX_PROVIDER_BASE_URLS: providerUrl,
    OPENAI_API_KEY: "sk-loopback",
    LOG_LEVEL: "warn",
    API_PROCESSES: String(processes),
  });
  const token = await prepare(providerUrl);
  await closeStore();
  const server = await startServer(MACHINE, [], "with its helpers");
  return {
    server,
    token,
    model: MODEL,
    databaseCpuMs: () => childrenCpuMs(postgres.pid),
    async stop() {
      await server.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(providerUrl: string): Promise<string> {
  const ctx = {
    actor: { kind: "system" as const, id: "bench", name: "Bench" },
    requestId: "req_bench",
    clock: systemClock,
  };
  await syncPresets({ ctx });
  await loadRuntime();
  await createFleet({ ctx, input: { name: "bench" } });
  const settings = {
    ...{ provider: "openai", model: "gpt-4o", tier: "fast", temperature: 0.5, maxTokens: 1000, timeoutMs: 60_000 },
    ...{ baseUrl: `${providerUrl}/v1`, maxRetries: 0 },
  };
  const input = { provider: "openai", name: "loop", settings, baseRevision: 0, note: "A provider on this machine" };
  await saveConfiguration({ ctx, input });
  const { token } = await createAgentKey({ ctx, input: { name: "bench", fleetName: "bench", agentName: null } });
  return token;
}
