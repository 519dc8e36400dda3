"use server";

import { createFirstAdmin } from "#lib/services/people/create-first-admin.ts";
import { setPassword } from "#lib/services/people/set-password.ts";
import { runLinkAction } from "#lib/transport/action.ts";

export async function createFirstAdminAction(input: unknown) {
  return runLinkAction(createFirstAdmin, input);
}

export async function setPasswordAction(input: unknown) {
  return runLinkAction(setPassword, input);
}
