"use server";

import { moveAlias } from "#lib/services/models/move-alias.ts";
import { resumePromotion } from "#lib/services/models/resume-promotion.ts";
import { trainPredictor } from "#lib/services/models/train-predictor.ts";
import { startReplay } from "#lib/services/replays/start-replay.ts";
import { runAction } from "#lib/transport/action.ts";

export async function moveAliasAction(input: unknown) {
  return runAction(moveAlias, input);
}

export async function resumePromotionAction(input: unknown) {
  return runAction(resumePromotion, input);
}

export async function trainPredictorAction(input: unknown) {
  return runAction(trainPredictor, input);
}

export async function startReplayAction(input: unknown) {
  return runAction(startReplay, input);
}
