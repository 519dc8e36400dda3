import type { Command } from "commander";
import { readProductionAt, readProductionTimeline } from "#lib/queries/model-timeline.ts";
import { withProduct } from "#server/cli/context.ts";
import { type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

/** `signalbox timeline`: what was in production from when until when, or at one moment. */
export function command(): Command {
  return modelCommand("timeline", "Show what was in production when.")
    .option("--at <instant>", "only what was there at this moment, such as 2026-11-02T09:30:00Z")
    .action(({ at, ...options }: ModelOptions & { at?: string }) =>
      withProduct(async (ctx) => {
        const input = modelKey(options);
        if (at === undefined) {
          const spans = await readProductionTimeline({ ctx, input });
          if (spans.length === 0) console.log("Nothing was ever in production.");
          for (const { version, from, to, move } of spans) {
            const until = (to ?? "now").padEnd(24);
            console.log(
              `${from}  ${until}  v${String(version).padEnd(4)}  ${move.verb}, ${move.actorName}: ${move.reason}`,
            );
          }
          return;
        }
        const move = await readProductionAt({ ctx, input: { ...input, at } });
        console.log(
          move
            ? `v${move.toVersion} was in production at ${at}, since ${move.at} (${move.verb} by ${move.actorName}: ${move.reason})`
            : `Nothing was in production at ${at}.`,
        );
      }),
    );
}
