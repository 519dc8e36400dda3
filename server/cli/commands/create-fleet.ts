import { Command } from "commander";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox create-fleet`: makes an empty fleet for agents that declare themselves. */
export function command(): Command {
  return new Command("create-fleet")
    .description("Make an empty fleet; its agents declare themselves over the API with a key of the fleet.")
    .requiredOption("--name <name>", "the fleet")
    .option("--description <text>", "what it is for", "")
    .action(async ({ name, description }: { name: string; description: string }) => {
      await withProduct(async (ctx) => {
        await createFleet({ ctx, input: { name, description } });
        console.log(`Fleet ${name} is made.`);
        console.log(`Next: npx signalbox create-key --fleet ${name} --name "my platform"`);
      });
    });
}
