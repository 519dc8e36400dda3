import type { ServiceContext } from "#lib/auth/context.ts";
import { trainingRequestSchema } from "#lib/contracts/training.ts";
import { fitBehavior } from "#lib/services/models/fit-behavior.ts";
import { fitWorkload } from "#lib/services/models/fit-workload.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { saveRoutingModel } from "#lib/services/models/save-routing-model.ts";
import { awaitReplay } from "#lib/services/replays/await-replay.ts";
import { startReplay } from "#lib/services/replays/start-replay.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";

const KIND = "performance_predictor";

/**
 * A version of day 10, 20 and 30. The last one waits in staging, so that there is something to promote. The first has
 * fewer outcomes than the gates ask for: somebody let it through, as its history says.
 */
export async function trainAndPromote(ctx: ServiceContext, fleetName: string, days: number): Promise<void> {
  const { version } = await trainVersion({
    ctx,
    input: { fleetName, note: `Trained on the first ${days} days.` },
  });
  if (version >= 3) return replay(ctx, fleetName, version);
  await moveAlias({
    ctx,
    input: {
      name: fleetName,
      kind: KIND,
      version,
      expectedVersion: version === 1 ? null : version - 1,
      reason:
        version === 1
          ? "First model of this fleet: a few outcomes are better than none."
          : "Twice the history, better calibrated.",
      // The scenario must not depend on whether chance lets a small history pass its gates.
      override: true,
    },
  });
}

/** How a model of these is fitted in this thread: it takes less time than another one needs to begin. */
const FITS = { workload: fitWorkload, behavior: fitBehavior };

/**
 * What is learned of the whole history at the end, so that the coming week, and how agents work together, can be looked at.
 */
export async function learnAtTheEnd(ctx: ServiceContext, name: string, kind: keyof typeof FITS): Promise<void> {
  const request = trainingRequestSchema.parse({ fleetName: name, kind });
  const fitted = await FITS[kind]({ request, untilMs: ctx.clock.nowMs() });
  const { artifact: model, metadata, metrics, report } = fitted;
  const input = { model, name, kind, metadata, metrics, report, note: report.summary };
  const { version } = await saveRoutingModel({ ctx, input });
  const reason = `First ${kind === "workload" ? "workload" : "behaviour"} model of this fleet.`;
  await moveAlias({ ctx, input: { name, kind, version, expectedVersion: null, reason, override: true } });
}

/** What the last week would have been with the version that waits, so that a promotion has something to go by. */
async function replay(ctx: ServiceContext, name: string, version: number): Promise<void> {
  const { id } = await startReplay({ ctx, input: { name, version } });
  await awaitReplay({ ctx, input: { id } });
}
