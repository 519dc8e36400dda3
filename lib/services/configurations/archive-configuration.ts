import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { archiveConfigurationSchema } from "#lib/contracts/configuration-view.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { archiveConfigurationRow, findConfiguration, listAgentsUsing } from "#lib/store/configuration.ts";
import { bumpRevision } from "#lib/store/revision.ts";

const NAMED_AGENTS = 5;

/**
 * Takes a configuration out of use; its revisions stay for the decisions that name them.
 * @throws SignalboxError not_found, conflict when agents still use it or it was archived before, forbidden.
 */
export async function archiveConfiguration({ ctx, input }: ServiceCall): Promise<{ ref: string }> {
  requireScope(ctx, "config:write");
  const { provider, name, note } = parseInput(archiveConfigurationSchema, input);
  const ref = `${provider}/${name}`;
  await inTransaction(async (tx) => {
    const existing = await findConfiguration(tx, { provider, name });
    if (!existing) throw new SignalboxError("not_found", `There is no configuration "${ref}".`);
    const agents = await listAgentsUsing(tx, ref, NAMED_AGENTS + 1);
    if (agents.length > 0) {
      const named = agents.slice(0, NAMED_AGENTS).join(", ");
      const more = agents.length > NAMED_AGENTS ? " and others" : "";
      throw new SignalboxError("conflict", `${ref} is the default of ${named}${more}. Give them another one first.`);
    }
    const atMs = ctx.clock.nowMs();
    if (!(await archiveConfigurationRow(tx, existing.id, atMs))) {
      throw new SignalboxError("conflict", `${ref} is archived already.`);
    }
    await recordAudit(tx, ctx, {
      verb: "config.archive",
      entity: "configuration",
      entityId: ref,
      before: { revision: existing.revision, settings: existing.settings },
      after: { note },
    });
    await bumpRevision(tx, "config");
  });
  return { ref };
}
