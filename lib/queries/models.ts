import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import {
  type AliasMoveView,
  type ModelVersionView,
  type ModelView,
  modelKindSchema,
  type RollBackTarget,
} from "#lib/contracts/model.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { listModelRows, type ModelKey } from "#lib/store/model.ts";
import { readFleetReach } from "#lib/store/model-reach.ts";
import { listReplicas } from "#lib/store/replica-model.ts";

/** A process that has not written for this long does not count as serving. */
export const REPLICA_SEEN_WITHIN_MS = 20_000;

const HOUR_MS = 3_600_000;

const keySchema = z.strictObject({ name: nameSchema, kind: modelKindSchema });

/** Every registered model with its versions, aliases, latest moves and the processes that serve it. */
export async function listModels({ ctx }: Pick<ServiceCall, "ctx">): Promise<ModelView[]> {
  requireScope(ctx, "model:read");
  return readViews({}, 50);
}

/** Every roll-back that could be asked for now, one a model. */
export async function listRollBacks({ ctx }: Pick<ServiceCall, "ctx">): Promise<RollBackTarget[]> {
  requireScope(ctx, "model:write");
  return (await readViews({}, 50)).flatMap(({ name, kind, production, rollbackTo }) =>
    production === null || rollbackTo === null ? [] : [{ name, kind, production, rollbackTo }],
  );
}

/** One registered model with its whole history of moves (the latest 500). @throws SignalboxError not_found */
export async function readModel({ ctx, input }: ServiceCall): Promise<ModelView> {
  requireScope(ctx, "model:read");
  const key = parseInput(keySchema, input);
  const [view] = await readViews(key, 500);
  if (!view) throw new SignalboxError("not_found", `There is no ${key.kind.replaceAll("_", " ")} of ${key.name}.`);
  return view;
}

async function readViews(key: Partial<ModelKey>, moveLimit: number): Promise<ModelView[]> {
  // Processes write by the machine's clock, whatever clock the caller works with.
  const nowMs = systemClock.nowMs();
  const [rows, replicas, reach] = await Promise.all([
    listModelRows(db(), key, moveLimit),
    listReplicas(db(), key, nowMs - REPLICA_SEEN_WITHIN_MS),
    readFleetReach(db(), nowMs - HOUR_MS),
  ]);
  return rows.map(({ name, kind, aliases, versions, moves }) => {
    const production = aliases.find((row) => row.alias === "production");
    return {
      name,
      kind,
      production: production?.version ?? null,
      staging: aliases.find((row) => row.alias === "staging")?.version ?? null,
      productionSince: production?.updatedAt.toISOString() ?? null,
      pinned: production?.pinned ?? false,
      versions,
      moves,
      rollbackTo: production ? rollbackTarget(production.version, moves, versions) : null,
      reach: reach.get(name) ?? { agents: 0, decisionsLastHour: 0, tasksUnderWay: 0 },
      replicas: replicas
        .filter((row) => row.name === name && row.kind === kind)
        .map((row) => ({ replicaId: row.replicaId, version: row.version, seenAt: row.seenAt.toISOString() })),
    };
  });
}

/** Moves come newest first: the last lower version that production named and that can still be served. */
function rollbackTarget(
  current: number,
  moves: readonly AliasMoveView[],
  versions: readonly ModelVersionView[],
): number | null {
  const named = moves
    .filter((move) => move.alias === "production")
    .flatMap(({ toVersion, fromVersion }) => (fromVersion === null ? [toVersion] : [toVersion, fromVersion]));
  const kept = new Set(versions.filter(({ artifactKept }) => artifactKept).map(({ version }) => version));
  return named.find((version) => version < current && kept.has(version)) ?? null;
}
