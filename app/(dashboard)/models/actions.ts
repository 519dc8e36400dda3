"use server";

import { moveAlias } from "#lib/services/models/move-alias.ts";
import { resumePromotion } from "#lib/services/models/resume-promotion.ts";
import { startReplay } from "#lib/services/replays/start-replay.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";
import { runAction } from "#lib/transport/action.ts";

export async function moveAliasAction(input: unknown) {
  return runAction(moveAlias, input);
}

export async function resumePromotionAction(input: unknown) {
  return runAction(resumePromotion, input);
}

export async function trainPredictorAction(input: unknown) {
  return runAction(trainVersion, input);
}

export async function startReplayAction(input: unknown) {
  return runAction(startReplay, input);
}
