import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { restoreConfigurationSchema } from "#lib/contracts/configuration-view.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findConfiguration, findRevision } from "#lib/store/configuration.ts";
import { requireValid, writeRevision } from "./write-revision.ts";

/**
 * Brings the settings of an old revision back as the next revision; nothing is rewritten.
 * @returns the new revision.
 * @throws SignalboxError not_found, invalid_input (the model's rules or prices may have changed since), conflict, forbidden.
 */
export async function restoreConfiguration({ ctx, input }: ServiceCall): Promise<{ revision: number }> {
  requireScope(ctx, "config:write");
  const { provider, name, revision, baseRevision, note } = parseInput(restoreConfigurationSchema, input);
  return inTransaction(async (tx) => {
    const at = { provider, name };
    const existing = await findConfiguration(tx, at);
    const settings = existing && (await findRevision(tx, existing.id, revision));
    if (!settings) throw new SignalboxError("not_found", `${provider}/${name} has no revision ${revision}.`);
    requireValid(settings, ctx.clock.nowMs());
    return writeRevision(tx, ctx, { at, settings, baseRevision, note, verb: "config.restore" });
  });
}
