import type { ServiceContext } from "#lib/auth/context.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { FittedVersion } from "#lib/services/models/fit-version.ts";
import { saveRoutingModel } from "#lib/services/models/save-routing-model.ts";
import { type ClaimedRun, writeRunVersion } from "#lib/store/training-claim.ts";

/**
 * Saves what was fitted as the next version and writes its number to the run, both or neither: a run makes one version
 * or none, however often it was begun.
 * @throws SignalboxError conflict when the run was cancelled or taken over meanwhile
 */
export async function saveTrainedVersion(
  ctx: ServiceContext,
  run: ClaimedRun,
  { artifact, metadata, metrics, report }: FittedVersion,
): Promise<number> {
  const { fleetName, kind, note } = run.request;
  const saved = await saveRoutingModel(
    {
      ctx,
      input: {
        model: artifact,
        name: fleetName,
        kind,
        metadata,
        metrics,
        report,
        note: [report.summary, note].filter((part) => part !== "").join(" "),
      },
    },
    async (tx, version) => {
      if (await writeRunVersion(tx, run, version)) return;
      throw new SignalboxError("conflict", "The run was cancelled or taken over; nothing is saved.");
    },
  );
  return saved.version;
}
