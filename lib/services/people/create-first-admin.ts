import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { lookUpLink, spendLink, staleLink } from "#lib/auth/one-time-links.ts";
import { hashPassword } from "#lib/auth/passwords.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { createFirstAdminSchema } from "#lib/contracts/people.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { countUsers, insertUser, lockPeople, savePasswordHash, type UserRow } from "#lib/store/people.ts";

/**
 * Makes the first admin from the one-time link that the start printed. However many try at once, one succeeds.
 * @throws SignalboxError conflict when the link is stale or somebody has an account already.
 */
export async function createFirstAdmin({ ctx, input }: ServiceCall): Promise<{ userId: string; email: string }> {
  requireScope(ctx, "user:write");
  const { token, name, email, password } = parseInput(createFirstAdminSchema, input);
  const nowMs = ctx.clock.nowMs();
  const at = new Date(nowMs);
  const link = await lookUpLink(db(), token, nowMs);
  // The slow hash comes after the token: strangers must not be able to buy it with a made-up one.
  if (link?.userId !== null) throw staleLink();
  const passwordHash = await hashPassword(password);
  const user: UserRow = { id: newId("usr", nowMs), name, email, role: "admin" };
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    if ((await countUsers(tx)) > 0) {
      throw new SignalboxError("conflict", "There is an admin already. Ask them for an account.");
    }
    await spendLink(tx, token, nowMs);
    await insertUser(tx, user, at);
    await savePasswordHash(tx, user.id, passwordHash, at);
    const self: ServiceContext = { ...ctx, actor: { kind: "user", ...user } };
    await recordAudit(tx, self, {
      verb: "user.create",
      entity: "user",
      entityId: user.id,
      after: { name, email, role: user.role, through: "setup link" },
    });
    return { userId: user.id, email };
  });
}
