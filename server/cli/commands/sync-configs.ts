import { Command } from "commander";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox sync-configs`: what SIGHUP does, from wherever the files and the database can be reached. */
export function command(): Command {
  return new Command("sync-configs")
    .description("Take up the files of configs (CONFIGS_DIR) in every running process; says each that is not usable.")
    .action(() =>
      withProduct(async (ctx) => {
        const { added, followed, taken, broken } = await syncConfigFiles({ ctx });
        console.log(`${added} presets added, ${followed} changed; ${taken.join(", ") || "no other file"} taken up.`);
        for (const sentence of broken) console.error(sentence);
        if (broken.length > 0) process.exitCode = 1;
      }),
    );
}
