import { z } from "zod";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { processState } from "#lib/core/process-state.ts";
import { log } from "#lib/runtime/log.ts";
import { replicaId } from "#lib/runtime/models.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import type { FitOrder } from "#lib/services/models/fit-version.ts";
import { db } from "#lib/store/client.ts";
import {
  type ClaimedRun,
  claimTrainingRun,
  failTraining,
  releaseTraining,
  succeedTraining,
} from "#lib/store/training-claim.ts";
import { pointAliases } from "./point-aliases.ts";
import { saveTrainedVersion } from "./save-trained-version.ts";
import { startBeat, type TrainingBeat } from "./training-beat.ts";
import { startTrainingThread, type TrainingThread } from "./training-thread.ts";

const inputSchema = z.strictObject({
  id: z.string().max(64),
  /** Whether tasks are routed on this machine meanwhile: the training then takes what they leave of the processors. */
  yields: z.boolean().default(true),
});

interface Work {
  beat: TrainingBeat;
  ended: Promise<void>;
}

const underWay = () => processState("training.underWay", () => new Map<string, Work>());

/**
 * Takes up a run and works on it to its end, in a thread of its own: reads the fleet's history, fits, measures, saves
 * the version and points `staging` at it. What goes wrong is written to the run. A run that another process works on, or
 * that has ended, is left alone.
 */
export async function workOnTraining({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "model:write");
  const { id, yields } = parseInput(inputSchema, input);
  const run = await claimTrainingRun(db(), id, replicaId(), ctx.clock.nowMs());
  if (!run) return;
  const thread = run.version === null ? startTrainingThread(orderOf(run), yields) : null;
  const beat = startBeat(run, async () => thread?.stop());
  thread?.onProgress(beat.progress);
  const ended = work(ctx, run, thread, beat).finally(() => underWay().delete(id));
  underWay().set(id, { beat, ended });
  await ended;
}

async function work(ctx: ServiceContext, run: ClaimedRun, thread: TrainingThread | null, beat: TrainingBeat) {
  const onBehalf: ServiceContext = {
    ...ctx,
    actor: { kind: "system", id: "training", name: run.actorName },
    requestId: run.requestId,
  };
  try {
    const version = thread ? await saveTrainedVersion(onBehalf, run, await thread.fitted) : run.version;
    if (version !== null) await pointAliases(onBehalf, run, version);
    await succeedTraining(db(), run, ctx.clock.nowMs());
  } catch (error) {
    // A database that is away leaves the run as it is: its heartbeat grows old, and it is taken up once more.
    await endBroken(run, beat, error, ctx.clock.nowMs()).catch(() => undefined);
  } finally {
    await beat.end();
  }
}

/** Stops what this process trains and puts the runs back for the next one; call it before the store closes. */
export async function releaseTrainings(): Promise<void> {
  const works = [...underWay().values()];
  await Promise.all(works.map(({ beat }) => beat.stop("shutdown")));
  await Promise.all(works.map(({ ended }) => ended));
}

function orderOf({ request, untilMs }: ClaimedRun): FitOrder {
  const { priorSuccess, priorStrength } = routingPolicy().coldStart;
  return { request, untilMs, coldStart: { priorSuccess, priorStrength } };
}

async function endBroken(run: ClaimedRun, beat: TrainingBeat, error: unknown, atMs: number): Promise<void> {
  const cause = beat.cause();
  switch (cause) {
    case "shutdown":
      return releaseTraining(db(), run);
    case "lost":
      return;
    case "cancel":
    case null:
      return failTraining(db(), run, describe(error, run, cause), atMs);
    default:
      return cause satisfies never;
  }
}

function describe(error: unknown, { id }: ClaimedRun, cause: "cancel" | null): { code: string; message: string } {
  if (error instanceof SignalboxError) return { code: error.code, message: error.message };
  if (cause === null) log().error({ run: id, error }, "a training broke off");
  return { code: "internal", message: "The training broke off unexpectedly; the log says why." };
}
