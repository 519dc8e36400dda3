import { Command } from "commander";
import { rewrapCredentials } from "#lib/services/credentials/rewrap-credentials.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox rewrap-credentials`: the end of a change of master key. */
export function command(): Command {
  return new Command("rewrap-credentials")
    .description("Put every stored credential under SIGNALBOX_MASTER_KEY; SIGNALBOX_MASTER_KEY_PREVIOUS may go then.")
    .action(() =>
      withProduct(async (ctx) => {
        const { masterKeyId, rewrapped, current } = await rewrapCredentials({ ctx, input: {} });
        console.log(`Master key ${masterKeyId}: ${rewrapped} put under it, ${current} were already.`);
      }),
    );
}
