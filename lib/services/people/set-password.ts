import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { lookUpLink, spendLink, staleLink } from "#lib/auth/one-time-links.ts";
import { hashPassword } from "#lib/auth/passwords.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { setPasswordSchema } from "#lib/contracts/people.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { endSessionsOf, findUser, savePasswordHash } from "#lib/store/people.ts";

/**
 * Sets the password of the person whose one-time link this is and signs them out everywhere.
 * @throws SignalboxError conflict when the link is stale.
 */
export async function setPassword({ ctx, input }: ServiceCall): Promise<{ email: string }> {
  requireScope(ctx, "user:write");
  const { token, password } = parseInput(setPasswordSchema, input);
  const nowMs = ctx.clock.nowMs();
  const link = await lookUpLink(db(), token, nowMs);
  const userId = link?.userId;
  if (!userId) throw staleLink();
  const passwordHash = await hashPassword(password);
  return inTransaction(async (tx) => {
    await spendLink(tx, token, nowMs);
    const user = await findUser(tx, userId);
    if (!user) throw staleLink();
    await savePasswordHash(tx, userId, passwordHash, new Date(nowMs));
    await endSessionsOf(tx, userId);
    const { id, name, role, email } = user;
    const self: ServiceContext = { ...ctx, actor: { kind: "user", id, name, role } };
    await recordAudit(tx, self, { verb: "user.set_password", entity: "user", entityId: id, after: { email } });
    return { email };
  });
}
