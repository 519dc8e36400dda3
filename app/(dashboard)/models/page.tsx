import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { ModelView } from "#lib/contracts/model.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { listModels } from "#lib/queries/models.ts";
import { listTrainingRuns } from "#lib/queries/training.ts";
import { listRunningTrials } from "#lib/queries/trials.ts";
import { pageContext } from "#lib/transport/page.ts";
import { TrainButton } from "../training/_components/train-button.tsx";
import { ImportDialog } from "./_components/import-dialog.tsx";
import { ModelsTable } from "./_components/models-table.tsx";
import { PinnedBanner } from "./_components/pinned-banner.tsx";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage() {
  const ctx = await pageContext();
  const [models, fleets, trials, running] = await Promise.all([
    listModels({ ctx }),
    listFleets({ ctx }),
    listRunningTrials({ ctx }),
    listTrainingRuns({ ctx, input: { state: "running" } }),
  ]);
  const listed = models.map((model) => ({
    ...model,
    trials: trials.filter(({ name, kind }) => name === model.name && kind === model.kind),
    training: running.rows.find(({ fleetName, kind }) => fleetName === model.name && kind === model.kind) ?? null,
  }));
  const names = fleets.map(({ name }) => name);
  const mayWrite = hasScope(ctx.actor, "model:write");
  return (
    <Page
      title="Models"
      status={status(models)}
      action={
        mayWrite ? (
          <>
            <ImportDialog fleets={names} />
            <TrainButton fleets={names} />
          </>
        ) : null
      }
    >
      {models.map((model) => (
        <PinnedBanner key={`${model.name}/${model.kind}`} model={model} mayWrite={mayWrite} />
      ))}
      <ModelsTable models={listed} mayWrite={mayWrite} mayOverride={hasScope(ctx.actor, "model:override")} />
    </Page>
  );
}

function status(models: readonly ModelView[]): string {
  if (models.length === 0) return "Nothing is trained yet; agents are ranked by the policy's prior.";
  const serving = models.filter(({ production }) => production !== null).length;
  const waiting = models.filter(({ staging, production }) => (staging ?? 0) > (production ?? 0)).length;
  const total = models.length === 1 ? "1 model" : `${models.length} models`;
  return `${total}, ${serving} in production, ${waiting} with a newer version in staging`;
}
