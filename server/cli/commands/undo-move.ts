import type { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";
import { readModel } from "#lib/queries/models.ts";
import { undoMove } from "#lib/services/models/undo-move.ts";
import { withProduct } from "#server/cli/context.ts";
import { type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

/** `signalbox undo-move`: takes the last move of production back, and the pin with it. */
export function command(): Command {
  return modelCommand("undo-move", "Take back the last promotion or roll-back of a fleet's production.").action(
    (options: ModelOptions) =>
      withProduct(async (ctx) => {
        const key = modelKey(options);
        const { production } = await readModel({ ctx, input: key });
        if (production === null) throw new SignalboxError("conflict", "Nothing is in production.");
        const { toVersion, pinned } = await undoMove({ ctx, input: { ...key, version: production } });
        const pin = pinned ? "pinned, as it was" : "not pinned";
        console.log(`Production of ${options.fleet} is v${toVersion} again, ${pin}.`);
      }),
  );
}
