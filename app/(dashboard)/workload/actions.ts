"use server";

import { changeSlots } from "#lib/services/fleet/change-slots.ts";
import { runAction } from "#lib/transport/action.ts";

export async function changeSlotsAction(input: unknown) {
  return runAction(changeSlots, input);
}
