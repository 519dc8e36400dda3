import { Command } from "commander";
import { listTrainingRuns } from "#lib/queries/training.ts";
import { withProduct } from "#server/cli/context.ts";
import { describeRun } from "#server/cli/training-run.ts";

/** `signalbox training-runs`: what was trained, newest first. */
export function command(): Command {
  return new Command("training-runs")
    .description("List training runs, newest first.")
    .option("--fleet <name>", "only of this fleet")
    .option("--limit <number>", "how many", "20")
    .action((options: { fleet?: string; limit: string }) =>
      withProduct(async (ctx) => {
        const { fleet, limit } = options;
        const { rows } = await listTrainingRuns({ ctx, input: { ...(fleet !== undefined && { fleet }), limit } });
        if (rows.length === 0) console.log("Nothing was trained yet.");
        for (const run of rows) {
          const { id, createdAt, fleetName, kind, trigger } = run;
          console.log(
            `${id}  ${createdAt}  ${fleetName}  ${kind.padEnd(21)}  ${trigger.padEnd(10)}  ${describeRun(run)}`,
          );
        }
      }),
    );
}
