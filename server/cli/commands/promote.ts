import { Command } from "commander";
import { readModel } from "#lib/queries/models.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { withProduct } from "#server/cli/context.ts";

const KIND = "performance_predictor";

/** `signalbox promote`: points production at a version. */
export function command(): Command {
  return new Command("promote")
    .description("Point a fleet's production at a version; every process serves it within 2 s.")
    .requiredOption("--fleet <name>", "fleet the predictor serves")
    .requiredOption("--version <number>", "version to promote")
    .requiredOption("--reason <text>", "why, for the history")
    .action((options: { fleet: string; version: string; reason: string }) =>
      withProduct(async (ctx) => {
        const { production } = await readModel({ ctx, input: { name: options.fleet, kind: KIND } });
        const move = await moveAlias({
          ctx,
          input: {
            name: options.fleet,
            kind: KIND,
            version: Number(options.version),
            expectedVersion: production,
            reason: options.reason,
          },
        });
        const before = move.fromVersion === null ? "nothing" : `v${move.fromVersion}`;
        console.log(`Production of ${move.name} is v${move.toVersion}, in place of ${before}.`);
        if (move.pinned) console.log("That is a roll-back: production is pinned until somebody resumes promotion.");
      }),
    );
}
