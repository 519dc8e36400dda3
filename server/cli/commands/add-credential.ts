import { Command } from "commander";
import { saveCredential } from "#lib/services/credentials/save-credential.ts";
import { withProduct } from "#server/cli/context.ts";
import { readSecret, type SecretOptions, withSecretOptions } from "#server/cli/credential-options.ts";

interface Options extends SecretOptions {
  provider: string;
  name: string;
  baseUrl?: string;
  region?: string;
}

/** `signalbox add-credential`: stores a provider's credential, encrypted, for one address. */
export function command(): Command {
  const add = new Command("add-credential")
    .description("Add a provider's credential; it is encrypted and never shown again.")
    .requiredOption("--provider <provider>", "openai, anthropic or bedrock")
    .requiredOption("--name <name>", "the account or team it belongs to")
    .option("--base-url <address>", "where it is sent, when not to the provider's own address")
    .option("--region <region>", "Bedrock: the one region it is for");
  return withSecretOptions(add).action(async ({ provider, name, baseUrl, region, ...given }: Options) => {
    const secret = await readSecret(given);
    await withProduct(async (ctx) => {
      const input = { provider, name, baseUrl: baseUrl ?? null, region: region ?? null, secret };
      const { id } = await saveCredential({ ctx, input });
      console.log(`${id}  ${provider}  ${name}`);
    });
  });
}
