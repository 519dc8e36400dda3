import type { ServiceContext } from "#lib/auth/context.ts";
import { issueLink } from "#lib/auth/one-time-links.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { OneTimeLink } from "#lib/contracts/people.ts";
import { inTransaction } from "#lib/store/client.ts";
import { countUsers, lockPeople } from "#lib/store/people.ts";

/**
 * The one-time link that makes the first admin, for whoever can read the start's output. It works for 24 h.
 * @returns null when somebody has an account already.
 */
export async function createSetupToken({ ctx }: { ctx: ServiceContext }): Promise<OneTimeLink | null> {
  requireScope(ctx, "user:write");
  const nowMs = ctx.clock.nowMs();
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    if ((await countUsers(tx)) > 0) return null;
    const link = await issueLink(tx, null, nowMs);
    await recordAudit(tx, ctx, {
      verb: "setup_link.create",
      entity: "setup_link",
      entityId: "first_admin",
      after: { expiresAt: link.expiresAt },
    });
    return link;
  });
}
