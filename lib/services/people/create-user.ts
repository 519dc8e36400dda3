import type { ServiceCall } from "#lib/auth/context.ts";
import { issueLink } from "#lib/auth/one-time-links.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { createUserSchema, type OneTimeLink } from "#lib/contracts/people.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { emailIsTaken, insertUser, lockPeople } from "#lib/store/people.ts";

/**
 * Adds a person without a password; the link, shown once, lets them choose one within 24 h.
 * @throws SignalboxError conflict when the e-mail address has an account.
 */
export async function createUser({ ctx, input }: ServiceCall): Promise<{ userId: string; link: OneTimeLink }> {
  requireScope(ctx, "user:write");
  const { name, email, role } = parseInput(createUserSchema, input);
  const nowMs = ctx.clock.nowMs();
  const userId = newId("usr", nowMs);
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    if (await emailIsTaken(tx, email)) {
      throw new SignalboxError("conflict", `${email} has an account already.`, {
        details: [{ path: "email", message: "This address has an account already" }],
      });
    }
    await insertUser(tx, { id: userId, name, email, role }, new Date(nowMs));
    const link = await issueLink(tx, userId, nowMs);
    await recordAudit(tx, ctx, {
      verb: "user.create",
      entity: "user",
      entityId: userId,
      after: { name, email, role },
    });
    return { userId, link };
  });
}
