import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { ModelPolicy } from "#lib/contracts/model-policy.ts";
import {
  type TrainingRequest,
  type TrainingRunView,
  type TrainingTrigger,
  trainableKindSchema,
  trainingRequestSchema,
} from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { findAlias } from "#lib/store/model.ts";
import { findModelPolicy } from "#lib/store/model-policy.ts";
import { hasNews } from "#lib/store/training-news.ts";
import { findLastRun } from "#lib/store/training-run.ts";
import { openRun } from "./start-training.ts";

/** However often drift is seen in a day, it is learned from once. */
const COALESCE_MS = 86_400_000;
const LONGEST_NOTE = 500;

const inputSchema = z.strictObject({
  fleetName: nameSchema,
  kind: trainableKindSchema,
  trigger: z.enum(["schedule", "drift", "regression"]),
  /** Stands beside the version. */
  reason: z.string().trim().min(1).max(2_000),
});
type Wanted = z.output<typeof inputSchema>;

export interface Retraining {
  /** The run that was started; null when there was a reason not to. */
  run: TrainingRunView | null;
  /** Why it was started, or why not. */
  reason: string;
}

/**
 * Starts a training that nobody asked for by hand, with what the last one was asked for and without its window: unless
 * the policy does not want it, one is under way, the same drift or regression was answered within a day, a version that
 * answers it waits in staging, or there is nothing new to learn from.
 */
export async function requestRetraining({ ctx, input }: ServiceCall): Promise<Retraining> {
  requireScope(ctx, "model:write");
  const wanted = parseInput(inputSchema, input);
  const refused = await reasonAgainst(wanted, ctx.clock.nowMs());
  if (refused !== null) return { run: null, reason: refused };
  try {
    const run = await openRun(ctx, await nextRequest(wanted), wanted.trigger);
    return { run, reason: wanted.reason };
  } catch (error) {
    // Another process was a moment faster.
    if (error instanceof SignalboxError && error.code === "conflict") return { run: null, reason: error.message };
    throw error;
  }
}

async function reasonAgainst({ fleetName, kind, trigger }: Wanted, nowMs: number): Promise<string | null> {
  const key = { name: fleetName, kind };
  const policy = await findModelPolicy(db(), key);
  if (!wants(policy, trigger)) return `The policy does not retrain because of ${wordOf(trigger)}.`;
  const last = await findLastRun(db(), { fleetName, kind });
  if (last && last.finishedAt === null) return `Run ${last.id} is under way.`;
  if (trigger !== "schedule") {
    const answer = await findLastRun(db(), { fleetName, kind, trigger });
    if (answer && nowMs - Date.parse(answer.createdAt) < COALESCE_MS) {
      return `Run ${answer.id} has answered that within a day.`;
    }
    const production = (await findAlias(db(), key, "production"))?.version ?? 0;
    if (trigger === "drift" && (answer?.version ?? 0) > production) {
      return `v${answer?.version}, trained because of drift, waits to be promoted.`;
    }
  }
  const learned = await findLastRun(db(), { fleetName, kind, state: "succeeded" });
  if (learned && !(await hasNews(db(), fleetName, Date.parse(learned.createdAt)))) {
    return `There is no outcome since v${learned.version} was trained.`;
  }
  return null;
}

function wants(policy: ModelPolicy, trigger: Wanted["trigger"]): boolean {
  switch (trigger) {
    case "schedule":
      return policy.retrainEveryDays !== null;
    case "drift":
      return policy.retrainOnDrift;
    case "regression":
      return policy.retrainOnRegression;
    default:
      return trigger satisfies never;
  }
}

function wordOf(trigger: Exclude<TrainingTrigger, "manual">): string {
  return trigger === "schedule" ? "a schedule" : trigger === "drift" ? "drift" : "a regression";
}

/** As the last version was made, but from everything until now. */
async function nextRequest({ fleetName, kind, reason }: Wanted): Promise<TrainingRequest> {
  const note = reason.slice(0, LONGEST_NOTE);
  const last = await findLastRun(db(), { fleetName, kind, state: "succeeded" });
  if (!last) return trainingRequestSchema.parse({ fleetName, kind, note });
  return { ...last.request, windowFrom: null, windowTo: null, promoteFirst: false, note };
}
