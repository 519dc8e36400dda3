import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { boundOrigin } from "#lib/contracts/provider-address.ts";
import { saveCredentialSchema } from "#lib/contracts/provider-credential.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refusalOfAddress } from "#lib/providers/port.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findCredentialInUse } from "#lib/store/provider-credential.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { auditCredential, insertSealed, shownOf } from "./seal-credential.ts";

/**
 * Adds a provider's credential for one address. It is sealed before it is written and never given back.
 * @throws SignalboxError invalid_input for an address that Signalbox would not connect to; conflict when the address
 * has a credential, which is rotated instead; forbidden.
 */
export async function saveCredential({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "credential:write");
  const { secret, ...given } = parseInput(saveCredentialSchema, input);
  const refusal = given.baseUrl === null ? null : refusalOfAddress(given.baseUrl);
  if (refusal) {
    throw new SignalboxError("invalid_input", refusal, { details: [{ path: "baseUrl", message: refusal }] });
  }
  const place = { ...given, baseUrl: boundOrigin(given) };
  return inTransaction(async (tx) => {
    const existing = await findCredentialInUse(tx, place);
    if (existing) {
      const where = place.baseUrl ?? "the provider's own address";
      throw new SignalboxError(
        "conflict",
        `"${existing.name}" is the credential for ${where}${place.region ? ` in ${place.region}` : ""} already: rotate it, or remove it first.`,
      );
    }
    const id = await insertSealed(tx, ctx, place, secret);
    await auditCredential(tx, ctx, "credential.save", {
      after: { id, ...place, kind: secret.kind, tail: shownOf(secret).tail },
    });
    await bumpRevision(tx, "credential");
    return { id };
  });
}
