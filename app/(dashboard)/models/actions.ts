"use server";

import { labelVersion } from "#lib/services/models/label-version.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { resumePromotion } from "#lib/services/models/resume-promotion.ts";
import { saveModelPolicy } from "#lib/services/models/save-model-policy.ts";
import { undoMove } from "#lib/services/models/undo-move.ts";
import { startReplay } from "#lib/services/replays/start-replay.ts";
import { startTrial } from "#lib/services/trials/start-trial.ts";
import { stopTrial } from "#lib/services/trials/stop-trial.ts";
import { runAction } from "#lib/transport/action.ts";

export async function moveAliasAction(input: unknown) {
  return runAction(moveAlias, input);
}

export async function resumePromotionAction(input: unknown) {
  return runAction(resumePromotion, input);
}

export async function startReplayAction(input: unknown) {
  return runAction(startReplay, input);
}

export async function labelVersionAction(input: unknown) {
  return runAction(labelVersion, input);
}

export async function undoMoveAction(input: unknown) {
  return runAction(undoMove, input);
}

export async function savePolicyAction(input: unknown) {
  return runAction(saveModelPolicy, input);
}

export async function startTrialAction(input: unknown) {
  return runAction(startTrial, input);
}

export async function stopTrialAction(input: unknown) {
  return runAction(stopTrial, input);
}
