import type { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";
import { readModel } from "#lib/queries/models.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { withProduct } from "#server/cli/context.ts";
import { gateLines, type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

interface Options extends ModelOptions {
  reason: string;
  override: boolean;
}

/** `signalbox rollback`: points production back at the lower version it named last. */
export function command(): Command {
  return modelCommand("rollback", "Point a fleet's production back at the version before, and pin it there.")
    .requiredOption("--reason <text>", "why, for the history")
    .option("--override", "although a gate fails, which can happen outside of the policy's return window", false)
    .action(({ reason, override, ...options }: Options) =>
      withProduct(async (ctx) => {
        const key = modelKey(options);
        const { production, rollbackTo } = await readModel({ ctx, input: key });
        if (rollbackTo === null) {
          throw new SignalboxError("conflict", `Production of ${options.fleet} has no version before to go back to.`);
        }
        const input = { ...key, version: rollbackTo, expectedVersion: production, reason, override };
        const { gates } = await moveAlias({ ctx, input });
        console.log(`Production of ${options.fleet} is back at v${rollbackTo}, from v${production}, and pinned there.`);
        for (const line of gates ? gateLines(gates) : []) console.log(line);
      }),
    );
}
