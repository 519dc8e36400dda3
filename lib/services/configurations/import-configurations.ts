import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import { type ImportedConfiguration, importConfigurationsSchema } from "#lib/contracts/configuration-exchange.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import type { NamedConfig } from "#lib/engines/configs/judge-document.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { findConfiguration } from "#lib/store/configuration.ts";
import { judgeGivenDocument, requireUsable } from "./read-document.ts";
import { writeRevision } from "./write-revision.ts";

const SHORTEST_NOTE = 3;

/**
 * Takes in configurations from a document in the format of `configs/<provider>.json`, all of them or none: a new one
 * becomes revision 1, one that differs its next revision, one that says the same stays. What the document does not
 * name is left alone.
 * @throws SignalboxError invalid_input (a detail per wrong field, with its line where text was given), conflict when
 * somebody saved one of them since the caller looked, forbidden.
 */
export async function importConfigurations({ ctx, input }: ServiceCall): Promise<ImportedConfiguration[]> {
  requireScope(ctx, "config:write");
  const { note, dryRun, baseRevisions, ...given } = parseInput(importConfigurationsSchema, input, "document");
  const judged = judgeGivenDocument(given, ctx.clock.nowMs());
  requireUsable(judged);
  if (!dryRun && note.length < SHORTEST_NOTE) {
    const message = "Say in a few words why";
    throw new SignalboxError("invalid_input", `note: ${message}`, { details: [{ path: "note", message }] });
  }
  const { provider, configurations } = judged;
  if (provider === null || configurations.length === 0) {
    throw new SignalboxError("invalid_input", "The document names no configuration.");
  }
  return inTransaction(async (tx) => {
    const imported: ImportedConfiguration[] = [];
    for (const configuration of configurations) {
      const planned = await plan(tx, provider, configuration);
      imported.push(planned);
      if (dryRun || planned.state === "same") continue;
      const baseRevision = baseRevisions?.[planned.ref] ?? planned.baseRevision;
      await write(tx, ctx, provider, configuration, { baseRevision, note });
    }
    return imported;
  });
}

async function plan(tx: Db, provider: Provider, { name, settings }: NamedConfig): Promise<ImportedConfiguration> {
  const ref = `${provider}/${name}`;
  const before = await findConfiguration(tx, { provider, name });
  const latest = before?.revision ?? 0;
  if (!before || before.archivedAt) {
    return { ref, state: "new", baseRevision: 0, revision: latest + 1, changes: [] };
  }
  const changes = compareConfigs(before.settings, settings);
  if (changes.length === 0) return { ref, state: "same", baseRevision: latest, revision: latest, changes };
  return { ref, state: "changed", baseRevision: latest, revision: latest + 1, changes };
}

function write(
  tx: Db,
  ctx: ServiceContext,
  provider: Provider,
  { name, settings }: NamedConfig,
  rest: { baseRevision: number; note: string },
) {
  return writeRevision(tx, ctx, { at: { provider, name }, settings, verb: "config.import", ...rest });
}
