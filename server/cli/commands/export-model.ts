import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { exportVersion } from "#lib/services/models/export-version.ts";
import { withProduct } from "#server/cli/context.ts";
import { type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

/** `signalbox export-model`: a version with all that is known of it, as one file. */
export function command(): Command {
  return modelCommand("export-model", "Write a version as one file, with its metadata, evaluation and labels.")
    .requiredOption("--version <number>", "version to export")
    .option("--out <file>", "file to write; by default named after the version, in this folder")
    .action(({ version, out, ...options }: ModelOptions & { version: string; out?: string }) =>
      withProduct(async (ctx) => {
        const { fileName, bytes } = await exportVersion({ ctx, input: { ...modelKey(options), version } });
        const target = out ?? fileName;
        await writeFile(target, bytes, { flag: "wx" });
        console.log(
          `v${version} of ${options.fleet} is in ${target} (${bytes.byteLength.toLocaleString("en-US")} bytes).`,
        );
      }),
    );
}
