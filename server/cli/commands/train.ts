import { Command, Option } from "commander";
import type { ServiceContext } from "#lib/auth/context.ts";
import { TRAINABLE_KINDS, TRAINING_SOURCES, type TrainingRunView } from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { readModelVersion, type VersionPage } from "#lib/queries/model-version.ts";
import { awaitTraining } from "#lib/services/training/await-training.ts";
import { startTraining } from "#lib/services/training/start-training.ts";
import { releaseTrainings, workOnTraining } from "#lib/services/training/work-on-training.ts";
import { withProduct } from "#server/cli/context.ts";
import { figureLines } from "#server/cli/figures.ts";
import { progressLine } from "#server/cli/progress.ts";
import { describeRun } from "#server/cli/training-run.ts";

interface Options {
  fleet: string;
  kind: string;
  from?: string;
  to?: string;
  types: string[];
  agents: string[];
  source: string;
  all: boolean;
  seed: string;
  note: string;
  promoteFirst: boolean;
  wait: boolean;
}

const list = (text: string) => text.split(",").flatMap((part) => part.trim() || []);

/** `signalbox train`: starts a training run and follows it. */
export function command(): Command {
  return new Command("train")
    .description("Train a model from a fleet's history and outcomes; the new version goes to staging.")
    .requiredOption("--fleet <name>", "fleet to learn from")
    .addOption(new Option("--kind <kind>", "what to train").choices([...TRAINABLE_KINDS]).default(TRAINABLE_KINDS[0]))
    .option("--from <instant>", "only outcomes reported from then on, such as 2026-10-01")
    .option("--to <instant>", "only outcomes reported until then")
    .option("--types <list>", "only these task types, separated by commas", list, [])
    .option("--agents <list>", "only these agents, separated by commas", list, [])
    .addOption(
      new Option("--source <source>", "imported history, reported outcomes or both")
        .choices([...TRAINING_SOURCES])
        .default("all"),
    )
    .option("--all", "learn from the data set's test rows too, after measuring without them", false)
    .option("--seed <number>", "seed of everything that is drawn", "1")
    .option("--note <text>", "note beside the version", "")
    .option("--promote-first", "put the fleet's very first version into production", false)
    .option("--no-wait", "leave it to the running server and return at once")
    .action((options: Options) =>
      withProduct(async (ctx) => {
        const run = await startTraining({ ctx, input: requestOf(options) });
        if (options.wait) return printVersion(await follow(ctx, run));
        console.log(`Run ${run.id} waits for a server. Next: npx signalbox training-runs --fleet ${run.fleetName}`);
      }),
    );
}

function requestOf(options: Options) {
  const instant = (text: string | undefined) => {
    if (text === undefined) return null;
    const at = new Date(text);
    // What is no time goes on as it is: the service names the field.
    return Number.isNaN(at.getTime()) ? text : at.toISOString();
  };
  return {
    ...{ fleetName: options.fleet, kind: options.kind, source: options.source },
    ...{ windowFrom: instant(options.from), windowTo: instant(options.to) },
    ...{ types: options.types, agents: options.agents, split: options.all ? "all" : "train" },
    ...{ seed: Number(options.seed), note: options.note, promoteFirst: options.promoteFirst },
  };
}

/** Works on the run here, unless a server was faster, and shows how far it is wherever it is worked on. */
async function follow(ctx: ServiceContext, { id }: TrainingRunView): Promise<VersionPage> {
  const line = progressLine();
  const interrupt = () => {
    line.end();
    console.error("Left to the next server that runs. To end it: npx signalbox cancel-training");
    void releaseTrainings().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupt);
  try {
    const [ended] = await Promise.all([
      awaitTraining({ ctx, input: { id } }, (run) => line.showText(describeRun(run))),
      workOnTraining({ ctx, input: { id } }),
    ]);
    line.end();
    return await readMade(ctx, ended);
  } finally {
    line.end();
    process.off("SIGINT", interrupt);
  }
}

async function readMade(ctx: ServiceContext, run: TrainingRunView): Promise<VersionPage> {
  const { fleetName: name, kind, version, error } = run;
  if (version === null) throw new SignalboxError("conflict", error?.message ?? "The training was cancelled.");
  return readModelVersion({ ctx, input: { name, kind, version } });
}

function printVersion({ version, model }: VersionPage): void {
  const { rows, agents } = version.metadata;
  console.log(
    `v${version.version} of ${version.name}: ${rows.toLocaleString("en-US")} outcomes of ${agents} agents, ` +
      `${version.sizeBytes.toLocaleString("en-US")} bytes, SHA-256 ${version.artifactSha256}`,
  );
  console.log(version.note);
  for (const line of figureLines(version.metrics)) console.log(line);
  const kind = version.kind === "performance_predictor" ? "" : ` --kind ${version.kind}`;
  const which = `--fleet ${version.name}${kind} --version ${version.version}`;
  console.log(
    model.production === version.version
      ? `v${version.version} is in production.`
      : `v${version.version} is in staging. Next: npx signalbox gates ${which}, then npx signalbox promote ${which} --reason "..."`,
  );
}
