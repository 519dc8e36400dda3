import type { Command } from "commander";
import { readModel } from "#lib/queries/models.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { withProduct } from "#server/cli/context.ts";
import { gateLines, type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

interface Options extends ModelOptions {
  version: string;
  reason: string;
  override: boolean;
}

/** `signalbox promote`: points production at a version. */
export function command(): Command {
  return modelCommand("promote", "Point a fleet's production at a version; every process serves it within 2 s.")
    .requiredOption("--version <number>", "version to promote")
    .requiredOption("--reason <text>", "why, for the history")
    .option(
      "--override",
      "although a gate fails; the history says so, and a bad artifact is refused all the same",
      false,
    )
    .action(({ version, reason, override, ...options }: Options) =>
      withProduct(async (ctx) => {
        const key = modelKey(options);
        const { production } = await readModel({ ctx, input: key });
        const input = { ...key, version: Number(version), expectedVersion: production, reason, override };
        const move = await moveAlias({ ctx, input });
        const before = move.fromVersion === null ? "nothing" : `v${move.fromVersion}`;
        console.log(`Production of ${move.name} is v${move.toVersion}, in place of ${before}.`);
        if (move.pinned) console.log("That is a roll-back: production is pinned until somebody resumes promotion.");
        for (const line of move.gates ? gateLines(move.gates) : []) console.log(line);
        if (move.override) console.log("Overridden, as the history says.");
      }),
    );
}
