"use server";

import { changeSlots } from "#lib/services/fleet/change-slots.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { updateAgent } from "#lib/services/fleet/update-agent.ts";
import { runAction } from "#lib/transport/action.ts";

export async function updateAgentAction(input: unknown) {
  return runAction(updateAgent, input);
}

export async function changeSlotsAction(input: unknown) {
  return runAction(changeSlots, input);
}

export async function createFleetAction(input: unknown) {
  return runAction(createFleet, input);
}
