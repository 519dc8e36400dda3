import { Command } from "commander";
import { listReplayFlips } from "#lib/queries/replays.ts";
import { awaitReplay } from "#lib/services/replays/await-replay.ts";
import { startReplay } from "#lib/services/replays/start-replay.ts";
import { withProduct } from "#server/cli/context.ts";

interface Options {
  fleet: string;
  version: string;
  from?: string;
  to?: string;
  max: string;
  flips: string;
}

/** `signalbox replay`: makes past decisions again with a version and says what that would have changed. */
export function command(): Command {
  return new Command("replay")
    .description("Make a fleet's past decisions again with another version; nothing is decided.")
    .requiredOption("--fleet <name>", "fleet whose decisions are made again")
    .requiredOption("--version <number>", "version to try")
    .option("--from <instant>", "beginning of the window, ISO 8601; seven days before its end by default")
    .option("--to <instant>", "end of the window; now by default")
    .option("--max <count>", "at most so many decisions, the newest", "10000")
    .option("--flips <count>", "how many of the changed decisions to list", "10")
    .action((options: Options) =>
      withProduct(async (ctx) => {
        const started = await startReplay({
          ctx,
          input: {
            name: options.fleet,
            version: Number(options.version),
            windowFrom: options.from ?? null,
            windowTo: options.to ?? null,
            maxDecisions: Number(options.max),
          },
        });
        const { report, error, id } = await awaitReplay({ ctx, input: { id: started.id } });
        if (!report) throw new Error(error ?? "The replay has no report.");
        console.log(report.summary);
        for (const { reason, count } of report.skipped) console.log(`  not replayed: ${count} (${reason})`);
        for (const { reward, n, logged, estimates } of report.rewards) {
          console.log(`  ${reward}, logged ${logged.toPrecision(4)}, n ${n}`);
          for (const {
            estimator,
            value,
            difference,
            differenceCi95: [low, high],
            verdict,
          } of estimates) {
            const numbers = [value, difference, low, high].map((figure) => figure.toPrecision(4));
            console.log(
              `    ${estimator.padEnd(6)} ${numbers[0]}  change ${numbers[1]} (95% ${numbers[2]} to ${numbers[3]})  ${verdict}`,
            );
          }
        }
        const limit = Number(options.flips);
        if (limit < 1) return;
        const { rows } = await listReplayFlips({ ctx, input: { replayId: id, limit } });
        for (const { decisionId, taskType, from, to } of rows) {
          console.log(`  ${decisionId}  ${taskType}: ${from.agentName} -> ${to.agentName}`);
        }
      }),
    );
}
