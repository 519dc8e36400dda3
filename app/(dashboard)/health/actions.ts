"use server";

import { acknowledgeIncident } from "#lib/services/health/acknowledge-incident.ts";
import { silenceCheck } from "#lib/services/health/silence-check.ts";
import { runAction } from "#lib/transport/action.ts";

export async function acknowledgeIncidentAction(input: unknown) {
  return runAction(acknowledgeIncident, input);
}

export async function silenceCheckAction(input: unknown) {
  return runAction(silenceCheck, input);
}
