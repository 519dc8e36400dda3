import { Command } from "commander";
import { checkDocument } from "#lib/services/configurations/check-document.ts";
import { commandContext } from "#server/cli/context.ts";
import { readableText } from "#server/cli/readable-text.ts";

/** `signalbox check-configs`: judges files in the format of configs/<provider>.json; needs no database. */
export function command(): Command {
  return new Command("check-configs")
    .description("Check files in the format of configs/<provider>.json; says each line that would be refused.")
    .argument("<files...>", "files to check")
    .option("--complete", "demand all nine presets, as the files in configs must have", false)
    .action(async (files: string[], { complete }: { complete: boolean }) => {
      let wrong = 0;
      for (const file of files) wrong += await check(file, complete);
      if (wrong > 0) process.exitCode = 1;
    });
}

async function check(file: string, complete: boolean): Promise<number> {
  const text = await readableText(file);
  const { configurations, findings } = await checkDocument({ ctx: commandContext(), input: { text, complete } });
  // As compilers write it, so that editors jump to the line.
  for (const { path, line, message } of findings) {
    console.log([`${file}:${line}`, path, message].filter((part) => part !== "").join(": "));
  }
  if (findings.length === 0) console.log(`${file}: ${configurations} configurations, nothing to refuse.`);
  return findings.length;
}
