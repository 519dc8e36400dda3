import { Argument, Command } from "commander";
import { type AbsenceView, GONE_KINDS, type GoneKind } from "#lib/contracts/fallback.ts";
import { readAbsence } from "#lib/queries/fallback/absence.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { withProduct } from "#server/cli/context.ts";

/** `signalbox fallback`: who takes over if a thing goes away now. Exit code 1 where nobody does. */
export function command(): Command {
  return new Command("fallback")
    .description("Show who takes over if an agent, a configuration or a provider goes away now.")
    .addArgument(new Argument("<kind>", "what kind of thing").choices([...GONE_KINDS]))
    .argument("<thing>", "such as critic_001, anthropic/critic or openai")
    .requiredOption("--fleet <name>", "whose tasks are routed again without it")
    .option("--json", "all figures, as JSON")
    .action((kind: GoneKind, thing: string, { fleet, json }: { fleet: string; json?: boolean }) =>
      withProduct(async (ctx) => {
        await loadRuntime();
        const view = await readAbsence({ ctx, input: { fleetName: fleet, kind, thing } });
        console.log(json ? JSON.stringify(view, null, 2) : toText(view));
        if (view.level === "none") process.exitCode = 1;
      }),
    );
}

function toText({ verdict, placement, takeovers }: AbsenceView): string {
  const taken = placement?.successors.map(({ agent, share }) => `${percent(share)}  ${agent}`) ?? [];
  const calls = takeovers.map(({ ref, takeover }) => `${ref} -> ${takeover?.ref ?? "no fallback"}`);
  return [verdict, ...taken, ...calls].join("\n");
}

const percent = (share: number) => `${(100 * share).toFixed(1).padStart(5)}%`;
