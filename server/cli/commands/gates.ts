import type { Command } from "commander";
import { checkGates } from "#lib/services/models/check-gates.ts";
import { withProduct } from "#server/cli/context.ts";
import { gateLines, type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

/** `signalbox gates`: what would stand in the way of promoting a version; exit code 1 when something does. */
export function command(): Command {
  return modelCommand("gates", "Check every gate for a version against what is in production; nothing moves.")
    .requiredOption("--version <number>", "version to check")
    .action(({ version, ...options }: ModelOptions & { version: string }) =>
      withProduct(async (ctx) => {
        const report = await checkGates({ ctx, input: { ...modelKey(options), version } });
        const against = report.against === null ? "nothing in production" : `v${report.against} in production`;
        console.log(`v${report.version} against ${against}: ${report.passed ? "may be promoted" : "is refused"}.`);
        for (const line of gateLines(report)) console.log(line);
        if (!report.passed) process.exitCode = 1;
      }),
    );
}
