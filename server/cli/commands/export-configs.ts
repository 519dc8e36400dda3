import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { documentText } from "#lib/contracts/preset-file.ts";
import { exportConfigurations } from "#lib/queries/configuration-document.ts";
import { withProduct } from "#server/cli/context.ts";

interface Options {
  name?: string;
  out?: string;
}

/** `signalbox export-configs`: configurations in force, in the format of configs/<provider>.json. */
export function command(): Command {
  return new Command("export-configs")
    .description("Write the configurations in force of a provider in the format of configs/<provider>.json.")
    .argument("<provider>", "openai, anthropic or bedrock")
    .option("--name <name>", "one configuration alone")
    .option("--out <file>", "file to write; by default it is printed")
    .action((provider: string, { name, out }: Options) =>
      withProduct(async (ctx) => {
        const document = await exportConfigurations({ ctx, input: { provider, ...(name !== undefined && { name }) } });
        if (out === undefined) return void process.stdout.write(documentText(document));
        await writeFile(out, documentText(document), { flag: "wx" });
        console.log(`${Object.keys(document.presets).length} configurations of ${provider} are in ${out}.`);
      }),
    );
}
