import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { userRefSchema } from "#lib/contracts/people.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { countAdmins, deleteUser, findUser, lockPeople } from "#lib/store/people.ts";

/**
 * Removes a person; their password, sessions and links go with them, what they did stays in the audit.
 * @throws SignalboxError not_found; conflict for the last admin.
 */
export async function removeUser({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "user:write");
  const { userId } = parseInput(userRefSchema, input);
  await inTransaction(async (tx) => {
    await lockPeople(tx);
    const user = await findUser(tx, userId);
    if (!user) throw new SignalboxError("not_found", "This person has no account any more.");
    if (user.role === "admin" && (await countAdmins(tx)) === 1) {
      throw new SignalboxError("conflict", `${user.name} is the last admin and cannot be removed.`);
    }
    await deleteUser(tx, userId);
    await recordAudit(tx, ctx, {
      verb: "user.remove",
      entity: "user",
      entityId: userId,
      before: { name: user.name, email: user.email, role: user.role },
    });
  });
}
