import { Command, Option } from "commander";
import type { GateReport, GateResult } from "#lib/contracts/gate.ts";
import { MODEL_KINDS } from "#lib/contracts/model.ts";

/** Which registered model a command is about; the services check what was written. */
export interface ModelOptions {
  fleet: string;
  kind: string;
}

/** A command about one registered model. */
export function modelCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption("--fleet <name>", "fleet the model serves")
    .addOption(new Option("--kind <kind>", "kind of model").choices(MODEL_KINDS).default("performance_predictor"));
}

export const modelKey = ({ fleet, kind }: ModelOptions) => ({ name: fleet, kind });

const MARKS: Record<GateResult["verdict"], string> = { pass: "pass", fail: "FAIL", not_applicable: "-" };

/** One line a gate: verdict, name, what was found. */
export function gateLines({ results }: GateReport): string[] {
  return results.map(
    ({ gate, verdict, sentence }) =>
      `  ${MARKS[verdict].padEnd(4)}  ${gate.replaceAll("_", " ").padEnd(18)}  ${sentence}`,
  );
}
