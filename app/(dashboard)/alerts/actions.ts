"use server";

import { acknowledgeAlert } from "#lib/services/alerts/acknowledge-alert.ts";
import { endSilence } from "#lib/services/alerts/end-silence.ts";
import { silenceAlerts } from "#lib/services/alerts/silence-alerts.ts";
import { runAction } from "#lib/transport/action.ts";

export async function acknowledgeAlertAction(input: unknown) {
  return runAction(acknowledgeAlert, input);
}

export async function silenceAlertsAction(input: unknown) {
  return runAction(silenceAlerts, input);
}

export async function endSilenceAction(input: unknown) {
  return runAction(endSilence, input);
}
