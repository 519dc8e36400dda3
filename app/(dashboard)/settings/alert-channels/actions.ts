"use server";

import { archiveAlertChannel } from "#lib/services/alerts/archive-channel.ts";
import { retryDeliveries } from "#lib/services/alerts/retry-deliveries.ts";
import { rotateChannelSecret } from "#lib/services/alerts/rotate-channel-secret.ts";
import { saveAlertChannel } from "#lib/services/alerts/save-channel.ts";
import { testAlertChannel } from "#lib/services/alerts/test-channel.ts";
import { runAction } from "#lib/transport/action.ts";

export async function saveAlertChannelAction(input: unknown) {
  return runAction(saveAlertChannel, input);
}

export async function archiveAlertChannelAction(input: unknown) {
  return runAction(archiveAlertChannel, input);
}

export async function rotateChannelSecretAction(input: unknown) {
  return runAction(rotateChannelSecret, input);
}

export async function testAlertChannelAction(input: unknown) {
  return runAction(testAlertChannel, input);
}

export async function retryDeliveriesAction(input: unknown) {
  return runAction(retryDeliveries, input);
}
