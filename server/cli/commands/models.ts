import { Command } from "commander";
import { listModels } from "#lib/queries/models.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox models`: every registered model, what its aliases name and which processes serve it. */
export function command(): Command {
  return new Command("models").description("List the registered models and what serves.").action(() =>
    withProduct(async (ctx) => {
      const models = await listModels({ ctx });
      if (models.length === 0) console.log("No model was trained yet.");
      for (const { name, kind, production, staging, pinned, versions, replicas } of models) {
        const named = (version: number | null) => (version === null ? "none" : `v${version}`);
        const serving = replicas.filter(({ version }) => version === production).length;
        const counted = replicas.length === 0 ? "no process runs" : `${serving} of ${replicas.length} serve it`;
        const serves = production === null ? "" : `, ${counted}`;
        console.log(
          `${name}  ${kind}  production ${named(production)}${pinned ? " (pinned)" : ""}${serves}, ` +
            `staging ${named(staging)}, ${versions.length} versions`,
        );
      }
    }),
  );
}
