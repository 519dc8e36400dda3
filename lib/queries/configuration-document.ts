import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { exportConfigurationsSchema } from "#lib/contracts/configuration-exchange.ts";
import { type ConfigurationDocument, documentText } from "#lib/contracts/preset-file.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { listConfigurationHeads } from "#lib/store/configuration.ts";

/**
 * The configurations in force of a provider, or one of them, in the format of `configs/<provider>.json`: the document
 * can be imported again, or put in that file's place when it has all nine presets. It holds no key. Scope config:read.
 * @throws SignalboxError not_found
 */
export async function exportConfigurations({ ctx, input }: ServiceCall): Promise<ConfigurationDocument> {
  requireScope(ctx, "config:read");
  const { provider, name } = parseInput(exportConfigurationsSchema, input);
  const heads = (await listConfigurationHeads(db())).filter((head) => head.provider === provider);
  const wanted = name === undefined ? heads : heads.filter((head) => head.name === name);
  if (name !== undefined && wanted.length === 0) {
    throw new SignalboxError("not_found", `There is no configuration "${provider}/${name}".`);
  }
  const presets = wanted.map((head) => {
    const { provider: _, ...settings } = head.settings;
    return [head.name, settings] as const;
  });
  return { provider, presets: Object.fromEntries(presets) };
}

/** The same as a file to keep. */
export async function exportConfigurationsFile({
  ctx,
  input,
}: ServiceCall): Promise<{ fileName: string; bytes: Uint8Array }> {
  const document = await exportConfigurations({ ctx, input });
  const names = Object.keys(document.presets);
  const fileName = names.length === 1 ? `${document.provider}-${names[0]}.json` : `${document.provider}.json`;
  return { fileName, bytes: Buffer.from(documentText(document)) };
}
