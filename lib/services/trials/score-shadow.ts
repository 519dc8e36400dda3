import type { ServiceContext } from "#lib/auth/context.ts";
import { idFloor } from "#lib/core/ids.ts";
import { trialStatisticsSchema } from "#lib/engines/registry/canary/trial-statistics.ts";
import { DecisionReplayer } from "#lib/runtime/decision-replayer.ts";
import { openStored } from "#lib/runtime/stored-predictors.ts";
import { embedDecisions } from "#lib/services/text/embed-decisions.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { readDecisionsAfter } from "#lib/store/decision-window.ts";
import { findVersion } from "#lib/store/model.ts";
import { insertShadowScores, type ShadowScore } from "#lib/store/shadow-score.ts";
import { lockRunningTrial, saveTrialCounts, type TrialRow } from "#lib/store/trial.ts";

/** A decision is made again after this time: those of one moment are committed together. */
const SETTLED_AFTER_MS = 1_000;
/** In one look; each takes about a millisecond, and others are let through in between. */
const MAX_DECISIONS = 200;

/** A shadow that has fallen so far behind goes on with what is decided now: a sample says as much. */
const FALLEN_BEHIND_MS = 30_000;

const MAX_REPLAYERS = 8;
/** Opening a predictor takes longer than asking it: kept from one look to the next. */
const replayers = new Map<string, DecisionReplayer>();

/**
 * Lets a shadow score the decisions that production has made since the last look: asynchronously and in small portions, so
 * that no decision waits for it. What it would have chosen, and what it foretells of the choice that was made, is kept.
 * @throws SignalboxError unavailable while the texts that the version reads cannot be embedded; the next look goes on there
 */
export async function scoreShadow(ctx: ServiceContext, trial: TrialRow): Promise<void> {
  const statistics = trialStatisticsSchema.parse(trial.statistics);
  const beforeId = idFloor("dec", Math.max(0, ctx.clock.nowMs() - SETTLED_AFTER_MS));
  const decisions = await readDecisionsAfter(trial.name, statistics.lastDecisionId, beforeId, MAX_DECISIONS);
  const last = decisions.at(-1);
  if (!last) return;
  const replayer = await replayerOf(trial);
  await embedDecisions(replayer, decisions);
  const fallenBehind = decisions.length === MAX_DECISIONS && last.atMs < ctx.clock.nowMs() - FALLEN_BEHIND_MS;
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
        lastDecisionId: fallenBehind ? beforeId : last.id,
        arms: { ...arms, production },
        shadow: { ...shadow, scored: shadow.scored + scores.length, agreed: shadow.agreed + agreed },
      },
      countedAtMs: locked.countedAtMs,
      sentence: locked.sentence,
    });
  });
}

async function replayerOf(trial: TrialRow): Promise<DecisionReplayer> {
  const known = replayers.get(trial.id);
  if (known) return known;
  const { name, kind, version } = trial;
  const sha256 = (await findVersion(db(), { name, kind }, version))?.artifactSha256;
  const replayer = new DecisionReplayer(await openStored(version, sha256), trial.name);
  const oldest = replayers.size >= MAX_REPLAYERS ? replayers.keys().next().value : undefined;
  if (oldest !== undefined) replayers.delete(oldest);
  replayers.set(trial.id, replayer);
  return replayer;
}
