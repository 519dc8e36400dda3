"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { versionHref } from "#components/models/model-href.ts";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { TrialArm, TrialView } from "#lib/contracts/trial.ts";
import { TRIAL_MODES, TRIAL_STATES } from "./trial-words.ts";

/** Trials that have ended, newest first, each with why. */
export function PastTrials({ trials }: { trials: readonly TrialView[] }) {
  return (
    <DataTable
      label="Trials that have ended"
      rows={trials}
      columns={COLUMNS}
      rowId={({ id }) => id}
      detail={({ sentence, reason }) => sentence || reason}
      empty={null}
    />
  );
}

const COLUMNS: Column<TrialView>[] = [
  {
    id: "trial",
    header: "Trial",
    cell: (trial) => (
      <Link href={versionHref(trial, trial.version)} className="whitespace-nowrap font-medium hover:underline">
        {TRIAL_MODES[trial.mode].name} of v{trial.version}
      </Link>
    ),
  },
  { id: "against", header: "Against", cell: (trial) => `v${trial.against}` },
  { id: "state", header: "Ended", cell: (trial) => <Lamp {...TRIAL_STATES[trial.state]} /> },
  {
    id: "candidate",
    header: "Candidate",
    unit: "success",
    numeric: true,
    cell: ({ arms }) => <ArmSuccess arm={arms.candidate} />,
  },
  {
    id: "production",
    header: "Production",
    unit: "success",
    numeric: true,
    cell: ({ arms }) => <ArmSuccess arm={arms.production} />,
  },
  { id: "begun", header: "Begun", cell: (trial) => <RelativeTime at={trial.startedAt} /> },
  { id: "by", header: "By", cell: (trial) => <span className="whitespace-nowrap">{trial.authorName}</span> },
];

function ArmSuccess({ arm: { outcomes, successes } }: { arm: TrialArm }) {
  if (outcomes === 0) return <Unknown word="no outcome" />;
  return (
    <>
      {formatShare(successes / outcomes)} <span className="text-muted">n {formatCount(outcomes)}</span>
    </>
  );
}
