import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { type ModelServing, modelKindSchema } from "#lib/contracts/model.ts";
import { systemClock } from "#lib/core/clock.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { findAlias } from "#lib/store/model.ts";
import { listReplicas } from "#lib/store/replica-model.ts";
import { REPLICA_SEEN_WITHIN_MS } from "./models.ts";

const inputSchema = z.strictObject({ name: nameSchema, kind: modelKindSchema });

/** What production names and what each process really serves: small enough to be asked every second. */
export async function readServing({ ctx, input }: ServiceCall): Promise<ModelServing> {
  requireScope(ctx, "model:read");
  const key = parseInput(inputSchema, input);
  // Processes write by the machine's clock, whatever clock the caller works with.
  const sinceMs = systemClock.nowMs() - REPLICA_SEEN_WITHIN_MS;
  const [alias, replicas] = await Promise.all([findAlias(db(), key, "production"), listReplicas(db(), key, sinceMs)]);
  return {
    production: alias?.version ?? null,
    replicas: replicas.map(({ replicaId, version, seenAt }) => ({
      replicaId,
      version,
      seenAt: seenAt.toISOString(),
    })),
  };
}
