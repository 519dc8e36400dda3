import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { describeDrift } from "#lib/engines/prediction/drift.ts";
import { log } from "#lib/runtime/log.ts";
import { modelEntityId } from "#lib/services/models/model-subject.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { findEvaluation } from "#lib/store/model-evaluation.ts";
import { listTrainedModels, readForetoldSums, readOutcomeMix } from "#lib/store/training-news.ts";
import { requestRetraining } from "./request-retraining.ts";

const DAY_MS = 86_400_000;
const KIND = "performance_predictor";

/**
 * Compares the outcomes of the last day with what each predictor in production has learned from: the mix of task types,
 * and whether success comes as foretold. Drift is a health problem while it lasts, and retrains where the policy wants it.
 * @returns how many predictors have drifted
 */
export async function checkDrift({ ctx }: ServiceCall): Promise<number> {
  requireScope(ctx, "model:write");
  let drifted = 0;
  for (const { fleetName, production } of await listTrainedModels(db(), [KIND])) {
    if (production !== null && (await checkOne(ctx, fleetName, production))) drifted++;
  }
  return drifted;
}

async function checkOne(ctx: ServiceContext, fleetName: string, version: number): Promise<boolean> {
  const nowMs = ctx.clock.nowMs();
  const sinceMs = nowMs - DAY_MS;
  const key = { name: fleetName, kind: KIND } as const;
  const [evaluation, now, foretold] = await Promise.all([
    findEvaluation(db(), key, version),
    readOutcomeMix(db(), fleetName, sinceMs),
    readForetoldSums(db(), fleetName, version, sinceMs),
  ]);
  const then = new Map((evaluation?.perType ?? []).map(({ name, n }) => [name, n]));
  const drift = describeDrift({ then, now, foretold });
  const problem = { topic: "model", entityId: modelEntityId(key), code: "drift" };
  if (drift === null) {
    await resolveProblem(db(), problem, nowMs);
    return false;
  }
  await raiseProblem(db(), problem, `v${version}: ${drift}`, nowMs);
  const { run, reason } = await requestRetraining({
    ctx,
    input: { fleetName, kind: KIND, trigger: "drift", reason: drift },
  });
  log().info({ fleetName, version, run: run?.id ?? null, reason }, "drift");
  return true;
}
