"use server";

import { endSession } from "#lib/auth/session.ts";
import { removeDemo } from "#lib/services/demo/remove-demo.ts";
import { runAction } from "#lib/transport/action.ts";

export async function signOutAction(): Promise<void> {
  await endSession();
}

export async function removeDemoAction() {
  return runAction(removeDemo, {});
}
