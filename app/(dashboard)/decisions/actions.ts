"use server";

import { openPrompts } from "#lib/services/prompts/open-prompts.ts";
import { runAction } from "#lib/transport/action.ts";

export async function openPromptsAction(input: unknown) {
  return runAction(openPrompts, input);
}
