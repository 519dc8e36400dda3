import type { ServiceContext } from "#lib/auth/context.ts";
import { idFloor } from "#lib/core/ids.ts";
import { trialStatisticsSchema } from "#lib/engines/registry/canary/trial-statistics.ts";
import { DecisionReplayer } from "#lib/runtime/decision-replayer.ts";
import { StoredPredictors } from "#lib/runtime/stored-predictors.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { readDecisionsAfter } from "#lib/store/decision-window.ts";
import { findVersion } from "#lib/store/model.ts";
import { insertShadowScores, type ShadowScore } from "#lib/store/shadow-score.ts";
import { lockRunningTrial, saveTrialCounts, type TrialRow } from "#lib/store/trial.ts";

/** A decision is made again after this time: those of one moment are committed together. */
const SETTLED_AFTER_MS = 1_000;
/** In one look; each takes about a millisecond, and others are let through in between. */
const MAX_DECISIONS = 200;

const opened = new StoredPredictors();

/**
 * Lets a shadow score the decisions that production has made since the last look: asynchronously and in small portions, so
 * that no decision waits for it. What it would have chosen, and what it foretells of the choice that was made, is kept.
 */
export async function scoreShadow(ctx: ServiceContext, trial: TrialRow): Promise<void> {
  const statistics = trialStatisticsSchema.parse(trial.statistics);
  const version = await findVersion(db(), trial, trial.version);
  const predictor = version && (await opened.find(version.artifactSha256));
  if (!predictor) throw new Error(`The artifact of v${trial.version} is missing or damaged.`);
  const beforeId = idFloor("dec", Math.max(0, ctx.clock.nowMs() - SETTLED_AFTER_MS));
  const decisions = await readDecisionsAfter(trial.name, statistics.lastDecisionId, beforeId, MAX_DECISIONS);
  const last = decisions.at(-1);
  if (!last) return;
  const replayer = new DecisionReplayer(predictor);
  const scores: ShadowScore[] = [];
  let agreed = 0;
  for (const decision of decisions) {
    await new Promise(setImmediate);
    const result = await replayer.replay(decision);
    if (result.kind === "skipped") continue;
    const { rescored, stored, names } = result;
    if (rescored.chosen === stored.chosen) agreed++;
    scores.push({
      decisionId: decision.id,
      agentName: names[rescored.chosen] ?? null,
      predictedSuccess: rescored.successProbability[stored.chosen] ?? null,
    });
  }
  await inTransaction(async (tx) => {
    const locked = await lockRunningTrial(tx, trial.id);
    const now = locked && trialStatisticsSchema.parse(locked.statistics);
    // Another process has scored them meanwhile.
    if (!now || now.lastDecisionId !== statistics.lastDecisionId) return;
    await insertShadowScores(tx, trial.id, scores);
    const { shadow, arms } = now;
    const production = { ...arms.production, decisions: arms.production.decisions + scores.length };
    await saveTrialCounts(tx, trial.id, {
      statistics: {
        ...now,
        lastDecisionId: last.id,
        arms: { ...arms, production },
        shadow: { ...shadow, scored: shadow.scored + scores.length, agreed: shadow.agreed + agreed },
      },
      countedAtMs: locked.countedAtMs,
      sentence: locked.sentence,
    });
  });
}
