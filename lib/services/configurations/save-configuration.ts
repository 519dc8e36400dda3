import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { saveConfigurationSchema } from "#lib/contracts/configuration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { requireValid, writeRevision } from "./write-revision.ts";

/**
 * Saves a configuration as its next immutable revision; from then on a preset no longer follows its file.
 * @returns the new revision.
 * @throws SignalboxError invalid_input (a detail per field), conflict (what is in force, see writeRevision), forbidden.
 */
export async function saveConfiguration({ ctx, input }: ServiceCall): Promise<{ revision: number }> {
  requireScope(ctx, "config:write");
  const {
    provider,
    name,
    settings: given,
    baseRevision,
    note,
  } = parseInput(saveConfigurationSchema, input, "settings");
  const settings = requireValid(given, ctx.clock.nowMs());
  if (settings.provider !== provider) {
    const message = `The settings are of ${settings.provider}, the configuration is of ${provider}.`;
    throw new SignalboxError("invalid_input", message, { details: [{ path: "settings.provider", message }] });
  }
  return inTransaction((tx) =>
    writeRevision(tx, ctx, { at: { provider, name }, settings, baseRevision, note, verb: "config.save" }),
  );
}
