import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { removeCredentialSchema } from "#lib/contracts/provider-credential.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { deleteCredential, findCredential } from "#lib/store/provider-credential.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { auditCredential } from "./seal-credential.ts";

/**
 * Removes one secret with its ciphertext. What it replaced, and the environment's, stay.
 * @throws SignalboxError not_found, forbidden.
 */
export async function removeCredential({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "credential:write");
  const { id } = parseInput(removeCredentialSchema, input);
  await inTransaction(async (tx) => {
    const before = await findCredential(tx, id);
    if (!before || !(await deleteCredential(tx, id))) {
      throw new SignalboxError("not_found", "There is no such credential.");
    }
    await auditCredential(tx, ctx, "credential.remove", { before });
    await bumpRevision(tx, "credential");
  });
}
