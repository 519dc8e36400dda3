import path from "node:path";
import { Command } from "commander";
import { SETTINGS_NAMES } from "#lib/contracts/settings-file.ts";
import { checkDocument, checkSettings } from "#lib/services/configurations/check-document.ts";
import { commandContext } from "#server/cli/context.ts";
import { readableText } from "#server/cli/readable-text.ts";

/** `signalbox check-configs`: judges files as they lie in configs; needs no database. */
export function command(): Command {
  return new Command("check-configs")
    .description(
      "Check files as they lie in configs: presets, and prices.json and its like by their name; says each line that would be refused.",
    )
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
  const { findings, good } = await judge(file, text, complete);
  // As compilers write it, so that editors jump to the line.
  for (const { path, line, message } of findings) {
    console.log([`${file}:${line}`, path, message].filter((part) => part !== "").join(": "));
  }
  if (findings.length === 0) console.log(`${file}: ${good}`);
  return findings.length;
}

async function judge(file: string, text: string, complete: boolean) {
  const ctx = commandContext();
  const name = SETTINGS_NAMES.find((each) => each === path.basename(file, ".json"));
  if (name) return { ...(await checkSettings({ ctx, input: { name, text } })), good: "nothing to refuse." };
  const { configurations, findings } = await checkDocument({ ctx, input: { text, complete } });
  return { findings, good: `${configurations} configurations, nothing to refuse.` };
}
