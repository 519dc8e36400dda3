import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { setUserRoleSchema } from "#lib/contracts/people.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { countAdmins, endSessionsOf, findUser, lockPeople, updateRole } from "#lib/store/people.ts";

/**
 * Gives a person another role and ends their sessions, so that it holds from their next sign-in.
 * @throws SignalboxError not_found; conflict for the last admin.
 */
export async function setUserRole({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "user:write");
  const { userId, role } = parseInput(setUserRoleSchema, input);
  const nowMs = ctx.clock.nowMs();
  await inTransaction(async (tx) => {
    await lockPeople(tx);
    const user = await findUser(tx, userId);
    if (!user) throw new SignalboxError("not_found", "This person has no account any more.");
    if (user.role === role) return;
    if (user.role === "admin" && (await countAdmins(tx)) === 1) {
      throw new SignalboxError("conflict", `${user.name} is the last admin. Make somebody else an admin first.`);
    }
    if (!(await updateRole(tx, userId, user.role, role, new Date(nowMs)))) {
      throw new SignalboxError("conflict", "Somebody else changed this person meanwhile. Look again.");
    }
    await endSessionsOf(tx, userId);
    await recordAudit(tx, ctx, {
      verb: "user.set_role",
      entity: "user",
      entityId: userId,
      before: { role: user.role },
      after: { role },
    });
  });
}
