"use server";

import { cancelTraining } from "#lib/services/training/cancel-training.ts";
import { startTraining } from "#lib/services/training/start-training.ts";
import { runAction } from "#lib/transport/action.ts";

export async function startTrainingAction(input: unknown) {
  return runAction(startTraining, input);
}

export async function cancelTrainingAction(input: unknown) {
  return runAction(cancelTraining, input);
}
