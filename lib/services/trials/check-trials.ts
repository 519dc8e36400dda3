import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { TrialState } from "#lib/contracts/trial.ts";
import { messageOf } from "#lib/core/errors.ts";
import { describeArms, describeRegression, describeShadow } from "#lib/engines/registry/canary/describe-trial.ts";
import type { CanaryVerdict } from "#lib/engines/registry/canary/judge-canary.ts";
import { refreshModels } from "#lib/runtime/models.ts";
import { refreshTrials } from "#lib/runtime/trials.ts";
import { modelEntityId } from "#lib/services/models/model-subject.ts";
import { type Db, db, inTransaction } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { findAlias, findLastMove } from "#lib/store/model.ts";
import { listRunningTrials, lockRunningTrial, saveTrialCounts, type TrialRow } from "#lib/store/trial.ts";
import { type Counted, countTrial } from "./count-trial.ts";
import { endTrial } from "./end-trial.ts";
import { promoteGood } from "./promote-good.ts";
import { pinAfterRegression, rollBackPromotion } from "./react-to-regression.ts";
import { scoreShadow } from "./score-shadow.ts";
import { startWatches } from "./start-watches.ts";

/** Gates are asked before a promotion, and some of them measure. */
const ACTING_MS = 120_000;

/**
 * Looks at every running trial once: counts new outcomes, judges, and acts on the verdict. Any number of processes may do
 * so; a trial is looked at by one of them at a time. Begins to watch promotions that are not watched yet.
 * @returns how many trials have ended
 */
export async function checkTrials({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "model:write");
  await startWatches(ctx);
  let ended = 0;
  for (const trial of await listRunningTrials(db())) {
    // One that cannot be judged must not keep the others from being judged.
    const failure = await checkTrial(ctx, trial).then(
      (hasEnded) => {
        if (hasEnded) ended++;
        return null;
      },
      (error: unknown) => messageOf(error),
    );
    await noteFailure(ctx, trial, failure);
  }
  return ended;
}

/** Trials that could not be looked at lately. */
const failing = new Set<string>();

async function noteFailure(ctx: ServiceContext, trial: TrialRow, failure: string | null): Promise<void> {
  const problem = { topic: "model", entityId: modelEntityId(trial), code: "trial_unchecked" };
  const nowMs = ctx.clock.nowMs();
  if (failure !== null) {
    failing.add(trial.id);
    await raiseProblem(db(), problem, `The ${trial.mode} of v${trial.version} cannot be judged: ${failure}`, nowMs);
  } else if (failing.delete(trial.id)) {
    await resolveProblem(db(), problem, nowMs);
  }
}

async function checkTrial(ctx: ServiceContext, trial: TrialRow): Promise<boolean> {
  if (trial.mode === "shadow") await scoreShadow(ctx, trial);
  // The trial stays locked while production is moved: two processes that act on one verdict would call each other's move
  // somebody else's. First the move, then the end: were this process killed in between, the next look finds it moved.
  const ended = await inTransaction(async (tx) => {
    const locked = await lockRunningTrial(tx, trial.id);
    const looked = locked && (await look(tx, ctx, locked));
    if (looked?.kind !== "acts") return looked?.kind === "ended";
    const { state, sentence } = looked;
    const done = await (state === "good" ? promoteGood(ctx, trial) : rollBackPromotion(ctx, trial, sentence));
    return endTrial(tx, ctx, trial, { state, sentence: `${sentence} ${done}` });
  }, ACTING_MS);
  if (!ended) return false;
  await refreshModels().catch(() => undefined);
  await refreshTrials().catch(() => undefined);
  return true;
}

type Looked =
  | { kind: "goes_on" }
  | { kind: "ended" }
  /** Production is to be moved before the trial ends. */
  | { kind: "acts"; state: "good" | "rolled_back"; sentence: string };

async function look(tx: Db, ctx: ServiceContext, trial: TrialRow): Promise<Looked> {
  const moved = await movedAway(tx, trial);
  if (moved) {
    await endTrial(tx, ctx, trial, moved);
    return { kind: "ended" };
  }
  const nowMs = ctx.clock.nowMs();
  const counted = await countTrial(tx, trial, nowMs);
  const { verdict } = counted;
  const sentence = sentenceOf(trial, counted, verdict);
  if (counted.changed) await saveTrialCounts(tx, trial.id, { ...counted, sentence });
  switch (verdict.kind) {
    case "continue":
      return { kind: "goes_on" };
    case "good":
      if (trial.mode === "canary" && trial.plan.promoteWhenGood) return { kind: "acts", state: "good", sentence };
      await endTrial(tx, ctx, trial, { state: "good", sentence });
      return { kind: "ended" };
    case "regression":
      if (trial.mode === "watch") return { kind: "acts", state: "rolled_back", sentence };
      await endTrial(tx, ctx, trial, { state: "rolled_back", sentence });
      await pinAfterRegression(tx, ctx, trial, sentence);
      return { kind: "ended" };
    default:
      return verdict satisfies never;
  }
}

/** A trial compares two versions: when production moves on, there is nothing left to compare. */
async function movedAway(
  tx: Db,
  { name, kind, mode, version, against }: TrialRow,
): Promise<{ state: Exclude<TrialState, "running">; sentence: string } | null> {
  const key = { name, kind };
  const production = (await findAlias(tx, key, "production"))?.version ?? null;
  if (production === (mode === "watch" ? version : against)) return null;
  if (production === version) return { state: "good", sentence: `v${version} was promoted.` };
  if (production === null) return { state: "stopped", sentence: "Production names no version any more." };
  const move = await findLastMove(tx, key, "production");
  if (mode === "watch" && production === against && move?.automatic) {
    return { state: "rolled_back", sentence: move.reason };
  }
  return { state: "stopped", sentence: `Production names v${production} now.` };
}

function sentenceOf(trial: TrialRow, { statistics }: Counted, verdict: CanaryVerdict): string {
  const { version, against, mode } = trial;
  if (mode === "shadow") return describeShadow(statistics, version, against);
  if (verdict.kind === "regression") return describeRegression(verdict, trial.plan, statistics.arms, version, against);
  const arms = `${describeArms(statistics.arms, version, against)}.`;
  return verdict.kind === "good" ? `No regression was found. ${arms}` : arms;
}
