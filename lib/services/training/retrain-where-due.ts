import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { TRAINABLE_KINDS } from "#lib/contracts/training.ts";
import { log } from "#lib/runtime/log.ts";
import { modelEntityId } from "#lib/services/models/model-subject.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { findModelPolicy } from "#lib/store/model-policy.ts";
import { listTrainedModels, type TrainedModel } from "#lib/store/training-news.ts";
import { findLastRun } from "#lib/store/training-run.ts";
import { type Retraining, requestRetraining } from "./request-retraining.ts";

const DAY_MS = 86_400_000;

/**
 * Retrains every model whose newest training is older than its policy says, and every model that a regression was found
 * of since it was trained because of one.
 * @returns how many runs were started
 */
export async function retrainWhereDue({ ctx }: ServiceCall): Promise<number> {
  requireScope(ctx, "model:write");
  let started = 0;
  const problems = await listOpenProblems(db());
  for (const model of await listTrainedModels(db(), TRAINABLE_KINDS)) {
    const { fleetName, kind } = model;
    const entityId = modelEntityId({ name: fleetName, kind });
    const regression = problems.find((problem) => problem.code === "regression" && problem.entityId === entityId);
    const answers = [
      ...(regression ? [await answerRegression(ctx, model, regression)] : []),
      await answerSchedule(ctx, model),
    ];
    for (const answer of answers) {
      if (!answer) continue;
      const { run, reason } = answer;
      if (run) started++;
      // Why not is the same every minute.
      log()[run ? "info" : "debug"]({ fleetName, kind, run: run?.id ?? null, reason }, "retraining");
    }
  }
  return started;
}

async function answerRegression(
  ctx: ServiceContext,
  { fleetName, kind }: TrainedModel,
  { since, message }: { since: Date; message: string },
): Promise<Retraining | null> {
  const answered = await findLastRun(db(), { fleetName, kind, trigger: "regression" });
  if (answered && Date.parse(answered.createdAt) >= since.getTime()) return null;
  return requestRetraining({ ctx, input: { fleetName, kind, trigger: "regression", reason: message } });
}

async function answerSchedule(
  ctx: ServiceContext,
  { fleetName, kind, newestAtMs }: TrainedModel,
): Promise<Retraining | null> {
  const days = (await findModelPolicy(db(), { name: fleetName, kind })).retrainEveryDays;
  if (days === null) return null;
  const last = await findLastRun(db(), { fleetName, kind });
  const lastAtMs = Math.max(newestAtMs, last ? Date.parse(last.createdAt) : 0);
  if (ctx.clock.nowMs() - lastAtMs < days * DAY_MS) return null;
  const reason = `Retrained by schedule, every ${days === 1 ? "day" : `${days} days`}.`;
  return requestRetraining({ ctx, input: { fleetName, kind, trigger: "schedule", reason } });
}
