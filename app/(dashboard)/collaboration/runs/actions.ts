"use server";

import { nameFault } from "#lib/services/runs/name-fault.ts";
import { openRunTexts } from "#lib/services/runs/open-run-texts.ts";
import { withdrawFault } from "#lib/services/runs/withdraw-fault.ts";
import { runAction } from "#lib/transport/action.ts";

export async function nameFaultAction(input: unknown) {
  return runAction(nameFault, input);
}

export async function withdrawFaultAction(input: unknown) {
  return runAction(withdrawFault, input);
}

export async function openRunTextsAction(input: unknown) {
  return runAction(openRunTexts, input);
}
