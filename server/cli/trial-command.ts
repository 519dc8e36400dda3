import { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";
import { listTrials } from "#lib/queries/trials.ts";
import { startTrial } from "#lib/services/trials/start-trial.ts";
import { stopTrial } from "#lib/services/trials/stop-trial.ts";
import { withProduct } from "./context.ts";
import { trialLines } from "./trial-lines.ts";

interface StartOptions {
  fleet: string;
  version: string;
  reason: string;
  outcomes?: string;
  percent?: string;
  falseAlarm?: string;
  maxSuccessLoss?: string;
  maxCostRatio?: string;
  maxDurationRatio?: string;
  promote?: boolean;
}

const SHOWN = 5;
const FIGURES = ["outcomes", "percent", "falseAlarm", "maxSuccessLoss", "maxCostRatio", "maxDurationRatio"] as const;

/** The command of one mode of trial: `start`, `status` and `stop`. */
export function trialCommand(mode: "shadow" | "canary", description: string): Command {
  const command = new Command(mode).description(description);
  command.addCommand(startCommand(mode));
  command
    .command("status")
    .description("Show the latest ones of a fleet.")
    .requiredOption("--fleet <name>", "fleet the predictor serves")
    .action(({ fleet }: { fleet: string }) =>
      withProduct(async (ctx) => {
        const { rows } = await listTrials({ ctx, input: { name: fleet, mode, limit: SHOWN } });
        if (rows.length === 0) console.log(`${fleet} had no ${mode} yet.`);
        for (const trial of rows) for (const line of trialLines(trial)) console.log(line);
      }),
    );
  command
    .command("stop")
    .description("End the one that runs; production makes every decision again.")
    .requiredOption("--fleet <name>", "fleet the predictor serves")
    .requiredOption("--reason <text>", "why, for the history")
    .action(({ fleet, reason }: { fleet: string; reason: string }) =>
      withProduct(async (ctx) => {
        const { rows } = await listTrials({ ctx, input: { name: fleet, mode, limit: 1 } });
        const running = rows.find(({ state }) => state === "running");
        if (!running) throw new SignalboxError("conflict", `No ${mode} of ${fleet} runs.`);
        await stopTrial({ ctx, input: { id: running.id, reason } });
        console.log(`The ${mode} of v${running.version} has ended.`);
      }),
    );
  return command;
}

function startCommand(mode: "shadow" | "canary"): Command {
  const start = new Command("start")
    .description("Start one; what is left out comes from the model's policy.")
    .requiredOption("--fleet <name>", "fleet the predictor serves")
    .requiredOption("--version <number>", "version to try")
    .requiredOption("--reason <text>", "why, for the history")
    .option("--outcomes <count>", "end well after so many outcomes");
  if (mode === "canary") {
    start
      .option("--percent <number>", "per cent of decisions the version makes")
      .option("--false-alarm <share>", "bound on the chance of a false alarm, such as 0.05")
      .option("--max-success-loss <share>", "how much less often it may succeed, such as 0.02")
      .option("--max-cost-ratio <number>", "times what production's tasks cost; off: cost does not count")
      .option("--max-duration-ratio <number>", "times as long as production's tasks take; off: time does not count")
      .option("--promote", "promote it by itself when it ends well and its gates pass");
  }
  return start.action((options: StartOptions) =>
    withProduct(async (ctx) => {
      const numbers = FIGURES.flatMap((name) => {
        const text = options[name];
        return text === undefined ? [] : [[name, text === "off" ? null : Number(text)] as const];
      });
      const plan = {
        ...Object.fromEntries(numbers),
        ...(options.promote === undefined ? {} : { promoteWhenGood: options.promote }),
      };
      const input = { name: options.fleet, version: Number(options.version), mode, plan, reason: options.reason };
      const { id, version, against } = await startTrial({ ctx, input });
      console.log(
        `${id}: v${version} runs as ${mode} beside v${against}. See: npx signalbox ${mode} status --fleet ${options.fleet}`,
      );
    }),
  );
}
