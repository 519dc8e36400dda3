import type { Command } from "commander";
import { trialCommand } from "#server/cli/trial-command.ts";

/** `signalbox canary`: a version decides a percentage of the traffic until it is found worse or its plan is fulfilled. */
export function command(): Command {
  return trialCommand(
    "canary",
    "Let a version decide a percentage of the traffic; a regression takes it back by itself.",
  );
}
