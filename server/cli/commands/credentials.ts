import { Command } from "commander";
import { listProviderCredentials } from "#lib/queries/credentials.ts";
import { refreshCredentials } from "#lib/runtime/credentials.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox credentials`: which credentials calls may use, without any secret. */
export function command(): Command {
  return new Command("credentials")
    .description("List the providers' credentials, stored and of the environment.")
    .action(() =>
      withProduct(async (ctx) => {
        await refreshCredentials();
        const all = await listProviderCredentials({ ctx, input: {} });
        if (all.length === 0) console.log("No provider has a credential yet: signalbox add-credential makes one.");
        for (const { id, provider, name, kind, tail, variable, baseUrl, region, state, problem, lastUsedAt } of all) {
          const parts = [
            id ?? variable,
            provider,
            name,
            !tail ? kind : kind === "key" || kind === "aws" ? `${kind} …${tail}` : `${kind} ${tail}`,
            baseUrl ?? "own address",
            region ?? "",
            state.replaceAll("_", " "),
            problem ?? "",
            lastUsedAt ? `last used ${lastUsedAt}` : "",
          ];
          console.log(parts.filter((part) => part !== "").join("  "));
        }
      }),
    );
}
