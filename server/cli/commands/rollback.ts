import { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";
import { readModel } from "#lib/queries/models.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { withProduct } from "#server/cli/context.ts";

const KIND = "performance_predictor";

/** `signalbox rollback`: points production back at the lower version it named last. */
export function command(): Command {
  return new Command("rollback")
    .description("Point a fleet's production back at the version before, and pin it there.")
    .requiredOption("--fleet <name>", "fleet the predictor serves")
    .requiredOption("--reason <text>", "why, for the history")
    .action((options: { fleet: string; reason: string }) =>
      withProduct(async (ctx) => {
        const { production, rollbackTo } = await readModel({ ctx, input: { name: options.fleet, kind: KIND } });
        if (rollbackTo === null) {
          throw new SignalboxError("conflict", `Production of ${options.fleet} has no version before to go back to.`);
        }
        await moveAlias({
          ctx,
          input: {
            name: options.fleet,
            kind: KIND,
            version: rollbackTo,
            expectedVersion: production,
            reason: options.reason,
          },
        });
        console.log(`Production of ${options.fleet} is back at v${rollbackTo}, from v${production}, and pinned there.`);
      }),
    );
}
