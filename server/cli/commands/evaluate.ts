import { Command } from "commander";
import { evaluatePredictor } from "#lib/services/models/evaluate-predictor.ts";
import { withProduct } from "#server/cli/context.ts";
import { figureLines } from "#server/cli/figures.ts";

/** `signalbox evaluate`: measures a saved version on held-out tasks; writes nothing. */
export function command(): Command {
  return new Command("evaluate")
    .description("Measure a saved predictor on held-out tasks, beside the baselines.")
    .requiredOption("--fleet <name>", "fleet it serves")
    .option("--version <number>", "version to measure; the one in production by default")
    .action((options: { fleet: string; version?: string }) =>
      withProduct(async (ctx) => {
        const evaluation = await evaluatePredictor({
          ctx,
          input: {
            fleetName: options.fleet,
            ...(options.version === undefined ? {} : { version: Number(options.version) }),
          },
        });
        console.log(evaluation.summary);
        if (!evaluation.sameData) console.log("The fleet has done more since this version was trained.");
        for (const line of figureLines(evaluation.metrics)) console.log(line);
      }),
    );
}
