import type { Command } from "commander";
import type { Figure } from "#lib/contracts/model.ts";
import { compareVersions, type VersionComparison } from "#lib/services/models/compare-versions.ts";
import { withProduct } from "#server/cli/context.ts";
import { type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

interface Options extends ModelOptions {
  old: string;
  fresh: string;
}

/** `signalbox compare`: two versions side by side. */
export function command(): Command {
  return modelCommand("compare", "Compare two versions: figures, held-out tasks, parameters, agents.")
    .requiredOption("--old <number>", "version on the left")
    .requiredOption("--fresh <number>", "version on the right")
    .action(({ old, fresh, ...options }: Options) =>
      withProduct(async (ctx) => {
        const comparison = await compareVersions({ ctx, input: { ...modelKey(options), old, fresh } });
        for (const line of comparisonLines(comparison)) console.log(line);
      }),
    );
}

function comparisonLines({
  old,
  fresh,
  sameHeldOut,
  figures,
  parameters,
  agents,
  paired,
}: VersionComparison): string[] {
  const [left, right] = [`v${old.version.version}`, `v${fresh.version.version}`];
  const measured = sameHeldOut ? "on the same held-out tasks" : "on different held-out tasks";
  const share = (row: { chosenShare: number | null } | null) =>
    row?.chosenShare == null ? "unknown" : `${(row.chosenShare * 100).toFixed(1)}%`;
  return [
    `${left} and ${right} by their own evaluations, ${measured}:`,
    ...figures.map(
      ({ name, old: a, fresh: b, verdict }) =>
        `  ${name.padEnd(22)}  ${figureText(a).padEnd(34)}  ${figureText(b).padEnd(34)}  ${verdict.replaceAll("_", " ")}`,
    ),
    ...pairedLines(paired, left, right),
    parameters.length === 0 ? "Same data, seed and parameters." : "Parameters that differ:",
    ...parameters.map(({ name, old: a, fresh: b }) => `  ${name}: ${a ?? "absent"} -> ${b ?? "absent"}`),
    ...(agents.length > 0 ? ["Chosen, of the held-out tasks:"] : []),
    ...agents.map(({ agent, old: a, fresh: b }) => `  ${agent.padEnd(28)}  ${share(a)} -> ${share(b)}`),
  ];
}

function pairedLines(paired: VersionComparison["paired"], left: string, right: string): string[] {
  if (!paired) return ["No task is left that neither has seen: they cannot be compared task by task."];
  const line = (name: string, difference: typeof paired.brier) => {
    if (!difference) return [];
    const { production, candidate, difference: change, ci95, n } = difference;
    const [low, high] = ci95.map((bound) => bound.toFixed(4));
    const verdict = ci95[0] <= 0 && ci95[1] >= 0 ? "not distinguishable" : "distinguishable";
    return [
      `  ${name}: ${left} ${production.toFixed(4)}, ${right} ${candidate.toFixed(4)}, difference ${change.toFixed(4)} ` +
        `(95% ${low} to ${high}, n ${n.toLocaleString("en-US")}), ${verdict}`,
    ];
  };
  return [`Task by task. ${paired.how}`, ...line("success", paired.success), ...line("brier", paired.brier)];
}

function figureText(figure: Figure | null): string {
  if (!figure) return "not measured";
  const { value, ci95, n } = figure;
  const interval = ci95 ? ` (${ci95[0].toFixed(3)} to ${ci95[1].toFixed(3)})` : "";
  return `${value.toFixed(4)}${interval}${n === undefined ? "" : ` n ${n.toLocaleString("en-US")}`}`;
}
