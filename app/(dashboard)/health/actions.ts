"use server";

import { acceptNormal } from "#lib/services/health/accept-normal.ts";
import { acknowledgeIncident } from "#lib/services/health/acknowledge-incident.ts";
import { dropProbePlan } from "#lib/services/health/drop-probe-plan.ts";
import { revokeNormal } from "#lib/services/health/revoke-normal.ts";
import { saveProbePlan } from "#lib/services/health/save-probe-plan.ts";
import { silenceCheck } from "#lib/services/health/silence-check.ts";
import { runAction } from "#lib/transport/action.ts";

export async function acknowledgeIncidentAction(input: unknown) {
  return runAction(acknowledgeIncident, input);
}

export async function acceptNormalAction(input: unknown) {
  return runAction(acceptNormal, input);
}

export async function revokeNormalAction(input: unknown) {
  return runAction(revokeNormal, input);
}

export async function silenceCheckAction(input: unknown) {
  return runAction(silenceCheck, input);
}

export async function saveProbePlanAction(input: unknown) {
  return runAction(saveProbePlan, input);
}

export async function dropProbePlanAction(input: unknown) {
  return runAction(dropProbePlan, input);
}
