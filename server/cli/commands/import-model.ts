import { openAsBlob } from "node:fs";
import { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";
import { importVersion } from "#lib/services/models/import-version.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox import-model`: a version file as a fleet's next version. */
export function command(): Command {
  return new Command("import-model")
    .description("Import a version file as a fleet's next version; no alias moves.")
    .argument("<file>", "file that export-model wrote (*.signalbox-model)")
    .option("--fleet <name>", "fleet it shall serve; by default the one it came from")
    .option("--note <text>", "note beside the version", "")
    .action((path: string, { fleet, note }: { fleet?: string; note: string }) =>
      withProduct(async (ctx) => {
        const file = await openAsBlob(path).catch((cause: unknown) => {
          throw new SignalboxError("invalid_input", `${path} cannot be read.`, { cause });
        });
        const saved = await importVersion({ ctx, input: { file, note, ...(fleet !== undefined && { name: fleet }) } });
        console.log(`v${saved.version} of ${saved.name} (${saved.kind.replaceAll("_", " ")}). ${saved.note}`);
        console.log(`Next: npx signalbox gates --fleet ${saved.name} --kind ${saved.kind} --version ${saved.version}`);
      }),
    );
}
