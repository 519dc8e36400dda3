"use client";

import Link from "next/link";
import { useLiveQuery } from "#components/layout/live.tsx";
import { Page } from "#components/layout/page.tsx";
import { versionHref } from "#components/models/model-href.ts";
import { describeProgress, isUnderWay, TrainingLamp, workedMs } from "#components/training/training-state.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { formatDuration } from "#components/ui/figures.ts";
import { JsonBox } from "#components/ui/json-box.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { TrainingRunView } from "#lib/contracts/training.ts";
import { CancelDialog } from "../../_components/cancel-dialog.tsx";
import { RunFacts } from "./run-facts.tsx";

/** One run as it goes on: what it does, how far it is, and what came of it. */
export function RunView({ initial, mayWrite }: { initial: TrainingRunView; mayWrite: boolean }) {
  const { data: run = initial } = useLiveQuery<TrainingRunView>({
    url: `/api/ui/training/${initial.id}`,
    initial,
    everyMs: 1000,
  });
  const underWay = isUnderWay(run);
  const { fleetName, kind, version, error } = run;
  return (
    <Page
      parent={{ href: "/training", label: "Training" }}
      title={fleetName}
      status={kind.replaceAll("_", " ")}
      action={
        <>
          {mayWrite && underWay && !run.cancelRequested ? <CancelDialog run={run} /> : null}
          {version === null ? null : (
            <Button asChild variant="primary">
              <Link href={versionHref({ name: fleetName, kind }, version)}>Open v{version}</Link>
            </Button>
          )}
        </>
      }
    >
      <Card className="flex max-w-4xl flex-col gap-3">
        <p className="flex flex-wrap items-center gap-x-3 text-base" role="status">
          <TrainingLamp run={run} />
          <span>{verdict(run)}</span>
        </p>
        {underWay ? <ProgressBar label="Training" share={run.progress} className="w-full" /> : null}
        {error ? <Alert tone="danger" title={error.message}>{`Code ${error.code}`}</Alert> : null}
      </Card>
      <RunFacts run={run} />
      <Section title="Request" note="The same request on the same data gives the same bytes">
        <JsonBox what="the request" value={run.request} />
      </Section>
    </Page>
  );
}

function verdict(run: TrainingRunView): string {
  const worked = workedMs(run);
  const took = worked === null ? "" : ` after ${formatDuration(worked)}`;
  switch (run.state) {
    case "queued":
      return "It waits for its turn.";
    case "running":
      return `${describeProgress(run)}.`;
    case "succeeded":
      return `It made v${run.version}${took}.`;
    case "failed":
      return `It failed${took} and made no version.`;
    case "cancelled":
      return `It was cancelled${took} and made no version.`;
    default:
      return run.state satisfies never;
  }
}
