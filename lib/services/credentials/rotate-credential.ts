import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { rotateCredentialSchema, saveCredentialSchema } from "#lib/contracts/provider-credential.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { deleteCredential, findCredential, retireCredential } from "#lib/store/provider-credential.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { auditCredential, insertSealed, shownOf } from "./seal-credential.ts";

const HOUR_MS = 3_600_000;

/**
 * Puts a new secret in the place of one, for the same address. The new one is used from now on; the one before it still
 * works for the overlap, where the provider refuses the new one.
 * @throws SignalboxError not_found; conflict when it was rotated before, or the secret is the same; forbidden.
 */
export async function rotateCredential({
  ctx,
  input,
}: ServiceCall): Promise<{ id: string; previousUntil: Date | null }> {
  requireScope(ctx, "credential:write");
  const { id, secret, overlapHours } = parseInput(rotateCredentialSchema, input);
  const previousUntil = overlapHours > 0 ? new Date(ctx.clock.nowMs() + overlapHours * HOUR_MS) : null;
  return inTransaction(async (tx) => {
    const before = await findCredential(tx, id);
    if (!before) throw new SignalboxError("not_found", "There is no such credential.");
    const { provider, name, baseUrl, region } = before;
    parseInput(saveCredentialSchema, { provider, name, baseUrl, region, secret });
    const { tail, fingerprint } = shownOf(secret);
    if (fingerprint !== null && fingerprint === before.fingerprint) {
      throw new SignalboxError("conflict", "This is the key that is in use already: make a new one at the provider.");
    }
    const gone = previousUntil
      ? await retireCredential(tx, id, previousUntil)
      : before.retiresAt === null && (await deleteCredential(tx, id));
    if (!gone) throw new SignalboxError("conflict", `"${name}" was rotated before: look at the list again.`);
    const next = await insertSealed(tx, ctx, before, secret);
    await auditCredential(tx, ctx, "credential.rotate", {
      before,
      after: {
        ...before,
        id: next,
        kind: secret.kind,
        tail,
        previousUntil: previousUntil?.toISOString() ?? null,
      },
    });
    await bumpRevision(tx, "credential");
    return { id: next, previousUntil };
  });
}
