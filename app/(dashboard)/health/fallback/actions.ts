"use server";

import { endDrill } from "#lib/services/fallback/end-drill.ts";
import { startDrill } from "#lib/services/fallback/start-drill.ts";
import { runAction } from "#lib/transport/action.ts";

export async function startDrillAction(input: unknown) {
  return runAction(startDrill, input);
}

export async function endDrillAction(input: unknown) {
  return runAction(endDrill, input);
}
