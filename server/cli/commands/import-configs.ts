import { Command } from "commander";
import { refreshConfigurations } from "#lib/runtime/configurations.ts";
import { importConfigurations } from "#lib/services/configurations/import-configurations.ts";
import { withProduct } from "#server/cli/context.ts";
import { readableText } from "#server/cli/readable-text.ts";

interface Options {
  note: string;
  dryRun: boolean;
}

/** `signalbox import-configs`: configurations from a file in the format of configs/<provider>.json, all or none. */
export function command(): Command {
  return new Command("import-configs")
    .description("Take in a file in the format of configs/<provider>.json; what differs becomes the next revision.")
    .argument("<file>", "file to take in")
    .requiredOption("--note <text>", "why, kept with each revision")
    .option("--dry-run", "say what would change, and change nothing", false)
    .action((file: string, { note, dryRun }: Options) =>
      withProduct(async (ctx) => {
        const text = await readableText(file);
        await refreshConfigurations();
        const imported = await importConfigurations({ ctx, input: { text, note, dryRun } });
        for (const { ref, state, revision, changes } of imported) {
          const properties = changes.length > 0 ? ` (${changes.map(({ path }) => path).join(", ")})` : "";
          console.log(`${ref}: ${state}, revision ${revision}${properties}`);
        }
        if (dryRun) console.log("Nothing was changed.");
      }),
    );
}
