import path from "node:path";
import { Command } from "commander";
import { importHistory } from "#lib/services/history/import-history.ts";
import { withProduct } from "#server/cli/context.ts";
import { progressLine } from "#server/cli/progress.ts";

interface Options {
  data: string;
  fleet: string;
  typeField?: string;
  sourceField?: string;
}

/** `signalbox import`: brings a folder of task history into a fleet. */
export function command(): Command {
  return new Command("import")
    .description("Import a folder of task history (items, outcomes, splits, agents, interactions) into a fleet.")
    .requiredOption("--data <folder>", "folder with items.jsonl and outcomes.csv, plain or .gz")
    .requiredOption("--fleet <name>", "fleet to import into; made when it is new")
    .option("--type-field <field>", "field of the items to take as the task type")
    .option("--source-field <field>", "field of the items to take as the source")
    .action((options: Options) =>
      withProduct(async (ctx) => {
        const started = performance.now();
        const line = progressLine();
        const summary = await importHistory({
          ctx,
          input: {
            folder: path.resolve(options.data),
            fleetName: options.fleet,
            typeField: options.typeField ?? null,
            sourceField: options.sourceField ?? null,
          },
          onProgress: ({ step, rows, total }) => line.show(step, rows, total),
        }).finally(() => line.end());
        const count = (value: number) => value.toLocaleString("en-US");
        console.log(
          `Imported ${count(summary.tasks)} tasks, ${count(summary.agents)} agents and ${count(summary.outcomes)} outcomes ` +
            `into ${summary.fleetName} in ${((performance.now() - started) / 1000).toFixed(1)} s.`,
        );
        if (summary.interactions > 0) console.log(`With ${count(summary.interactions)} interactions of its agents.`);
        console.log(`Next: npx signalbox train --fleet ${summary.fleetName}`);
      }),
    );
}
