import type { ServiceCall } from "#lib/auth/context.ts";
import { hasScope, requireScope } from "#lib/auth/scopes.ts";
import type { HealthView, ReplicaView } from "#lib/contracts/health.ts";
import { type ModelKind, pinnedModels } from "#lib/contracts/model.ts";
import { embeddingName } from "#lib/contracts/text-source.ts";
import { systemClock } from "#lib/core/clock.ts";
import { hashActiveSet } from "#lib/engines/configs/active-set.ts";
import { readEnv } from "#lib/env.ts";
import { configFileName } from "#lib/runtime/config-file.ts";
import { endpointViews } from "#lib/runtime/endpoints.ts";
import { countLeases, pingDatabase, readDatabase } from "#lib/store/activity.ts";
import { db } from "#lib/store/client.ts";
import { listConfigurationHeads } from "#lib/store/configuration.ts";
import { listRunningDrills } from "#lib/store/drill.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { listModelRows } from "#lib/store/model.ts";
import { listReplicaConfigurations } from "#lib/store/replica-configuration.ts";
import { listReplicas } from "#lib/store/replica-model.ts";
import { listSettingsHashes } from "#lib/store/settings-file.ts";
import { readHealthChecks } from "./health-checks.ts";
import { readProbePlan } from "./probe-plan.ts";
import { readRegressions } from "./regressions.ts";

const REPLICA_SEEN_WITHIN_MS = 60_000;

/** Checks with their incidents, open problems, paused promotions, probes, what every process serves, the database, the leases and what embeds texts, as they are now. */
export async function readHealth({ ctx }: Pick<ServiceCall, "ctx">): Promise<HealthView> {
  requireScope(ctx, "health:read");
  const nowMs = ctx.clock.nowMs();
  const startedAt = performance.now();
  await pingDatabase(db());
  const latencyMs = Math.round((performance.now() - startedAt) * 10) / 10;
  // Processes write by the machine's clock, whatever clock the caller works with.
  const seenSinceMs = systemClock.nowMs() - REPLICA_SEEN_WITHIN_MS;
  const [problems, replicas, models, database, leases, configurations, checked, regressions, drills, probes] =
    await Promise.all([
      listOpenProblems(db()),
      listReplicas(db(), {}, seenSinceMs),
      listModelRows(db(), {}, 0),
      readDatabase(db()),
      countLeases(db(), nowMs),
      readConfigurationSet(seenSinceMs),
      readHealthChecks({ ctx }),
      readRegressions({ ctx, input: {} }),
      listRunningDrills(db(), nowMs),
      readProbePlan({ ctx }),
    ]);
  const production = models.map(({ name, kind, aliases }) => {
    const alias = aliases.find((row) => row.alias === "production");
    return { name, kind, version: alias?.version ?? null, pinned: alias?.pinned ?? false };
  });
  return {
    at: new Date(nowMs).toISOString(),
    ...checked,
    regressions,
    drills,
    probes,
    mayAct: hasScope(ctx.actor, "health:write"),
    problems: problems.map(({ id, topic, entityId, code, message, since, lastSeenAt }) => ({
      id,
      topic,
      entityId,
      code,
      message,
      since: since.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    })),
    pinned: pinnedModels(production),
    replicas: toReplicas(replicas, production),
    configurations,
    // Breakers go by the machine's clock, as calls do.
    endpoints: endpointViews(systemClock.nowMs()),
    database: { ...database, latencyMs },
    leases,
    texts: readTexts(),
  };
}

async function readConfigurationSet(seenSinceMs: number): Promise<HealthView["configurations"]> {
  const [heads, files, rows] = await Promise.all([
    listConfigurationHeads(db()),
    listSettingsHashes(db()),
    listReplicaConfigurations(db(), seenSinceMs),
  ]);
  const sha256 = hashActiveSet(heads, files);
  const replicas = rows.map(({ loadedAt, seenAt, ...row }) => ({
    ...row,
    current: row.sha256 === sha256,
    loadedAt: loadedAt.toISOString(),
    seenAt: seenAt.toISOString(),
  }));
  return { count: heads.length, files: files.map(({ name }) => configFileName(name)), sha256, replicas };
}

function readTexts(): HealthView["texts"] {
  const { TEXT_EMBEDDING, TEXT_EMBEDDING_TIMEOUT_MS: timeoutMs } = readEnv();
  return { embedding: TEXT_EMBEDDING ? embeddingName(TEXT_EMBEDDING) : null, timeoutMs };
}

function toReplicas(
  rows: Awaited<ReturnType<typeof listReplicas>>,
  production: { name: string; kind: string; version: number | null }[],
): ReplicaView[] {
  const versions = new Map(production.map(({ name, kind, version }) => [`${name}/${kind}`, version]));
  return [...Map.groupBy(rows, (row) => row.replicaId)].map(([replicaId, served]) => ({
    replicaId,
    seenAt: served.reduce((latest, row) => (row.seenAt > latest ? row.seenAt : latest), new Date(0)).toISOString(),
    models: served.map(({ name, kind, version }) => ({
      name,
      kind: kind as ModelKind,
      version,
      productionVersion: versions.get(`${name}/${kind}`) ?? null,
    })),
  }));
}
