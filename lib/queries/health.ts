import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { HealthView, ReplicaView } from "#lib/contracts/health.ts";
import type { ModelKind } from "#lib/contracts/model.ts";
import { embeddingName } from "#lib/contracts/text-source.ts";
import { systemClock } from "#lib/core/clock.ts";
import { readEnv } from "#lib/env.ts";
import { countLeases, pingDatabase, readDatabase } from "#lib/store/activity.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { listModelRows } from "#lib/store/model.ts";
import { listReplicas } from "#lib/store/replica-model.ts";

const REPLICA_SEEN_WITHIN_MS = 60_000;

/** Open problems, what every process serves, the database, the leases and what embeds texts, as they are now. */
export async function readHealth({ ctx }: Pick<ServiceCall, "ctx">): Promise<HealthView> {
  requireScope(ctx, "health:read");
  const nowMs = ctx.clock.nowMs();
  const startedAt = performance.now();
  await pingDatabase(db());
  const latencyMs = Math.round((performance.now() - startedAt) * 10) / 10;
  const [problems, replicas, database, leases] = await Promise.all([
    listOpenProblems(db()),
    readReplicas(),
    readDatabase(db()),
    countLeases(db(), nowMs),
  ]);
  return {
    at: new Date(nowMs).toISOString(),
    problems: problems.map(({ id, topic, entityId, code, message, since, lastSeenAt }) => ({
      id,
      topic,
      entityId,
      code,
      message,
      since: since.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    })),
    replicas,
    database: { ...database, latencyMs },
    leases,
    texts: readTexts(),
  };
}

function readTexts(): HealthView["texts"] {
  const { TEXT_EMBEDDING, TEXT_EMBEDDING_TIMEOUT_MS: timeoutMs } = readEnv();
  return { embedding: TEXT_EMBEDDING ? embeddingName(TEXT_EMBEDDING) : null, timeoutMs };
}

async function readReplicas(): Promise<ReplicaView[]> {
  // Processes write by the machine's clock, whatever clock the caller works with.
  const since = systemClock.nowMs() - REPLICA_SEEN_WITHIN_MS;
  const [rows, models] = await Promise.all([listReplicas(db(), {}, since), listModelRows(db(), {}, 0)]);
  const production = new Map(
    models.map(({ name, kind, aliases }) => [
      `${name}/${kind}`,
      aliases.find((row) => row.alias === "production")?.version ?? null,
    ]),
  );
  return [...Map.groupBy(rows, (row) => row.replicaId)].map(([replicaId, served]) => ({
    replicaId,
    seenAt: served.reduce((latest, row) => (row.seenAt > latest ? row.seenAt : latest), new Date(0)).toISOString(),
    models: served.map(({ name, kind, version }) => ({
      name,
      kind: kind as ModelKind,
      version,
      productionVersion: production.get(`${name}/${kind}`) ?? null,
    })),
  }));
}
