import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { rotateChannelSecretSchema } from "#lib/contracts/alert-channel.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { type ChannelRow, findChannel, replaceSecret } from "#lib/store/alert-channel.ts";
import { inTransaction } from "#lib/store/client.ts";
import { auditChannel } from "./audit-channel.ts";
import { openChannelSecret, sealChannelSecret } from "./channel-secret.ts";

const HOUR_MS = 3_600_000;

/**
 * Puts a new signing secret in the place of a webhook's. For the overlap both sign every message, so that the receiver
 * can change over when it likes.
 * @throws SignalboxError not_found; conflict for what is no webhook, for the same secret, and while two sign already;
 * forbidden
 */
export async function rotateChannelSecret({ ctx, input }: ServiceCall): Promise<{ previousUntil: string | null }> {
  requireScope(ctx, "channel:write");
  const { id, signingSecret, overlapHours } = parseInput(rotateChannelSecretSchema, input);
  const nowMs = ctx.clock.nowMs();
  const previousUntil = overlapHours > 0 ? new Date(nowMs + overlapHours * HOUR_MS) : null;
  return inTransaction(async (tx) => {
    const before = await findChannel(tx, id);
    if (!before) throw new SignalboxError("not_found", "There is no such channel.");
    const { url, signingSecret: old } = webhookSecret(before);
    if (signingSecret === old) throw new SignalboxError("conflict", "This secret signs already: make a new one.");
    const sealed = sealChannelSecret(before, { kind: "webhook", url, signingSecret }, nowMs);
    if (previousUntil && before.previousUntil && before.previousUntil.getTime() > nowMs) {
      // The receiver may know none but the one that would be lost.
      const until = `${before.previousUntil.toISOString().slice(0, 16).replace("T", " ")} UTC`;
      const sentence = `It was replaced, and the one before it signs until ${until}. Wait for that, or replace it without an overlap.`;
      throw new SignalboxError("conflict", sentence);
    }
    if (!(await replaceSecret(tx, before, sealed, previousUntil))) {
      throw new SignalboxError("conflict", `"${before.name}" was changed meanwhile: look at it again.`);
    }
    const until = previousUntil?.toISOString() ?? null;
    const after = { ...before, tail: sealed.tail };
    await auditChannel(tx, ctx, { verb: "channel.rotate", id, before, after, more: { previousUntil: until } });
    return { previousUntil: until };
  });
}

function webhookSecret(row: ChannelRow): { url: string; signingSecret: string } {
  try {
    const secret = openChannelSecret(row);
    if (secret.kind === "webhook") return secret;
  } catch (error) {
    throw new SignalboxError("conflict", `${messageOf(error)} Change the channel and enter its address anew.`);
  }
  throw new SignalboxError("conflict", "Only the messages of a webhook are signed.");
}
