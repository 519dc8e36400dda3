"use server";

import { removeCredential } from "#lib/services/credentials/remove-credential.ts";
import { rotateCredential } from "#lib/services/credentials/rotate-credential.ts";
import { saveCredential } from "#lib/services/credentials/save-credential.ts";
import { saveInteractionRetention } from "#lib/services/interactions/save-interaction-retention.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { revokeAgentKey } from "#lib/services/keys/revoke-agent-key.ts";
import { createPasswordLink } from "#lib/services/people/create-password-link.ts";
import { createUser } from "#lib/services/people/create-user.ts";
import { removeUser } from "#lib/services/people/remove-user.ts";
import { setUserRole } from "#lib/services/people/set-user-role.ts";
import { deletePrompts } from "#lib/services/prompts/delete-prompts.ts";
import { savePromptPolicy } from "#lib/services/prompts/save-prompt-policy.ts";
import { runAction } from "#lib/transport/action.ts";

export async function createUserAction(input: unknown) {
  return runAction(createUser, input);
}

export async function setUserRoleAction(input: unknown) {
  return runAction(setUserRole, input);
}

export async function createPasswordLinkAction(input: unknown) {
  return runAction(createPasswordLink, input);
}

export async function removeUserAction(input: unknown) {
  return runAction(removeUser, input);
}

export async function createAgentKeyAction(input: unknown) {
  return runAction(createAgentKey, input);
}

export async function revokeAgentKeyAction(input: unknown) {
  return runAction(revokeAgentKey, input);
}

export async function saveCredentialAction(input: unknown) {
  return runAction(saveCredential, input);
}

export async function rotateCredentialAction(input: unknown) {
  return runAction(rotateCredential, input);
}

export async function removeCredentialAction(input: unknown) {
  return runAction(removeCredential, input);
}

export async function savePromptPolicyAction(input: unknown) {
  return runAction(savePromptPolicy, input);
}

export async function deletePromptsAction(input: unknown) {
  return runAction(deletePrompts, input);
}

export async function saveInteractionRetentionAction(input: unknown) {
  return runAction(saveInteractionRetention, input);
}
