import type { Command } from "commander";
import { trialCommand } from "#server/cli/trial-command.ts";

/** `signalbox shadow`: a version scores live traffic without deciding. */
export function command(): Command {
  return trialCommand("shadow", "Let a version score live traffic without deciding anything.");
}
