import { Command } from "commander";
import { rotateCredential } from "#lib/services/credentials/rotate-credential.ts";
import { withProduct } from "#server/cli/context.ts";
import { readSecret, type SecretOptions, withSecretOptions } from "#server/cli/credential-options.ts";

interface Options extends SecretOptions {
  overlapHours?: string;
}

/** `signalbox rotate-credential`: a new secret in the place of one, which works on for the overlap. */
export function command(): Command {
  const rotate = new Command("rotate-credential")
    .description("Put a new secret in the place of a credential's; it is used from now on.")
    .argument("<id>", "as `signalbox credentials` lists it")
    .option("--overlap-hours <hours>", "how long the old one still works where the new one is refused (default: 24)");
  return withSecretOptions(rotate).action(async (id: string, { overlapHours, ...given }: Options) => {
    const secret = await readSecret(given);
    await withProduct(async (ctx) => {
      const result = await rotateCredential({ ctx, input: { id, secret, ...(overlapHours && { overlapHours }) } });
      const old = result.previousUntil ? `works until ${result.previousUntil.toISOString()}` : "is removed";
      console.log(`${result.id} is in use; ${id} ${old}.`);
    });
  });
}
