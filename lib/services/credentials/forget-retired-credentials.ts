import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { db } from "#lib/store/client.ts";
import { deleteRetiredCredentials } from "#lib/store/provider-credential.ts";

/** Removes the secrets whose overlap is over, ciphertext and all; their rotation stays in the audit. */
export async function forgetRetiredCredentials({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "credential:write");
  return deleteRetiredCredentials(db(), new Date(ctx.clock.nowMs()));
}
