import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { type ModelView, modelKindSchema } from "#lib/contracts/model.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { listModelRows, type ModelKey } from "#lib/store/model.ts";
import { listReplicas } from "#lib/store/replica-model.ts";

/** A process that has not written for this long does not count as serving. */
const REPLICA_SEEN_WITHIN_MS = 20_000;

const keySchema = z.strictObject({ name: nameSchema, kind: modelKindSchema });

/** Every registered model with its versions, aliases, latest moves and the processes that serve it. */
export async function listModels({ ctx }: Pick<ServiceCall, "ctx">): Promise<ModelView[]> {
  requireScope(ctx, "model:read");
  return readViews({}, 5);
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
  const [rows, replicas] = await Promise.all([
    listModelRows(db(), key, moveLimit),
    listReplicas(db(), key, systemClock.nowMs() - REPLICA_SEEN_WITHIN_MS),
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
      replicas: replicas
        .filter((row) => row.name === name && row.kind === kind)
        .map((row) => ({ replicaId: row.replicaId, version: row.version, seenAt: row.seenAt.toISOString() })),
    };
  });
}
