import { Command } from "commander";
import { trainPredictor } from "#lib/services/models/train-predictor.ts";
import { withProduct } from "#server/cli/context.ts";
import { figureLines } from "#server/cli/figures.ts";

interface Options {
  fleet: string;
  all: boolean;
  seed: string;
  note: string;
  promoteFirst: boolean;
}

/** `signalbox train`: fits and measures a predictor from what a fleet has done. */
export function command(): Command {
  return new Command("train")
    .description("Train a predictor from a fleet's history and outcomes; the new version goes to staging.")
    .requiredOption("--fleet <name>", "fleet to learn from")
    .option("--all", "learn from the data set's test rows too, after measuring without them", false)
    .option("--seed <number>", "seed of the held-out draw", "1")
    .option("--note <text>", "note beside the version", "")
    .option("--promote-first", "put the fleet's very first version into production", false)
    .action((options: Options) =>
      withProduct(async (ctx) => {
        const { version, promoted } = await trainPredictor({
          ctx,
          input: {
            fleetName: options.fleet,
            split: options.all ? "all" : "train",
            seed: Number(options.seed),
            note: options.note,
            promoteFirst: options.promoteFirst,
          },
        });
        const { rows, agents } = version.metadata;
        console.log(
          `v${version.version} of ${version.name}: ${rows.toLocaleString("en-US")} outcomes of ${agents} agents, ` +
            `${version.sizeBytes.toLocaleString("en-US")} bytes, SHA-256 ${version.artifactSha256}`,
        );
        console.log(version.note);
        for (const line of figureLines(version.metrics)) console.log(line);
        console.log(
          promoted
            ? `v${version.version} is in production.`
            : `v${version.version} is in staging. Next: npx signalbox promote --fleet ${version.name} --version ${version.version} --reason "..."`,
        );
      }),
    );
}
