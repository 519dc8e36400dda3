import { Command } from "commander";
import { cancelTraining } from "#lib/services/training/cancel-training.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox cancel-training <run>`: ends a run before it has made a version. */
export function command(): Command {
  return new Command("cancel-training")
    .description("End a training run before it has made a version.")
    .argument("<run>", "id of the run, as training-runs shows it")
    .action((id: string) =>
      withProduct(async (ctx) => {
        const { state } = await cancelTraining({ ctx, input: { id } });
        console.log(state === "cancelled" ? "Cancelled." : "It ends within a second or two.");
      }),
    );
}
