"use server";

import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { updateAgent } from "#lib/services/fleet/update-agent.ts";
import { runAction } from "#lib/transport/action.ts";

export async function updateAgentAction(input: unknown) {
  return runAction(updateAgent, input);
}

export async function createFleetAction(input: unknown) {
  return runAction(createFleet, input);
}
