import type { ServiceCall } from "#lib/auth/context.ts";
import { issueLink } from "#lib/auth/one-time-links.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type OneTimeLink, userRefSchema } from "#lib/contracts/people.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findUser } from "#lib/store/people.ts";

/** A new link for a person to choose a password; it replaces their older links. @throws SignalboxError not_found */
export async function createPasswordLink({ ctx, input }: ServiceCall): Promise<OneTimeLink> {
  requireScope(ctx, "user:write");
  const { userId } = parseInput(userRefSchema, input);
  const nowMs = ctx.clock.nowMs();
  return inTransaction(async (tx) => {
    const user = await findUser(tx, userId);
    if (!user) throw new SignalboxError("not_found", "This person has no account any more.");
    const link = await issueLink(tx, userId, nowMs);
    await recordAudit(tx, ctx, {
      verb: "user.password_link",
      entity: "user",
      entityId: userId,
      after: { email: user.email, expiresAt: link.expiresAt },
    });
    return link;
  });
}
