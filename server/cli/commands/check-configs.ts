import { Command } from "commander";
import { systemClock } from "#lib/core/clock.ts";
import { describeFinding, judgeDocumentText } from "#lib/engines/configs/judge-document.ts";
import { catalogueFacts } from "#lib/runtime/price-catalogue.ts";
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
  const atMs = systemClock.nowMs();
  const text = await readableText(file);
  const { configurations, findings } = judgeDocumentText(text, (...of) => catalogueFacts(...of, atMs), complete);
  for (const finding of findings) console.log(`${file}: ${describeFinding(finding)}`);
  if (findings.length === 0) console.log(`${file}: ${configurations.length} configurations, nothing to refuse.`);
  return findings.length;
}
