import { Command } from "commander";
import { removeCredential } from "#lib/services/credentials/remove-credential.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox remove-credential`: deletes a stored credential, ciphertext and all. */
export function command(): Command {
  return new Command("remove-credential")
    .description("Remove a stored credential; at the provider it works until it is revoked there.")
    .argument("<id>", "as `signalbox credentials` lists it")
    .action((id: string) =>
      withProduct(async (ctx) => {
        await removeCredential({ ctx, input: { id } });
        console.log(`${id} was removed.`);
      }),
    );
}
