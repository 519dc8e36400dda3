import { MOST_TEXT_CHARS } from "#lib/contracts/interaction.ts";
import { withoutKnownSecrets } from "#lib/core/known-secrets.ts";
import { redactorOf } from "#lib/engines/redaction/redact.ts";
import { promptPolicyOf } from "#lib/runtime/prompt-policies.ts";
import type { InteractionTextRecord } from "#lib/store/interaction-text.ts";

const DAY_MS = 86_400_000;

/** What of these texts the fleet's policy has stored, redacted; none where it stores no prompts. */
export function storableTexts(
  fleetName: string,
  said: readonly { id: string; text: string }[],
  nowMs: number,
): InteractionTextRecord[] {
  const policy = promptPolicyOf(fleetName);
  if (!policy) return [];
  const redact = redactorOf(policy.redaction);
  const deleteAfterMs = nowMs + policy.retentionDays * DAY_MS;
  return said.map(({ id, text }) => ({
    fleetName,
    interactionId: id,
    // Cut after it was looked through, so that nothing is cut in two before it is found.
    text: redact(withoutKnownSecrets(text, "[api key]")).slice(0, MOST_TEXT_CHARS),
    deleteAfterMs,
  }));
}
