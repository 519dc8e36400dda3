"use client";

import { useRouter } from "next/navigation";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { DrillReport, DrillTally } from "#lib/contracts/fallback.ts";
import { endDrillAction } from "../actions.ts";
import { BeforeAfter } from "./before-after.tsx";

const nobody = <Lamp state="caution" word="nobody" />;

const COLUMNS: Column<DrillTally>[] = [
  { id: "type", header: "Task type", sortBy: ({ taskType }) => taskType, cell: ({ taskType }) => taskType },
  {
    id: "without",
    header: "Without the drill",
    sortBy: ({ withoutDrill }) => withoutDrill,
    cell: ({ withoutDrill }) => withoutDrill ?? nobody,
  },
  { id: "in", header: "In the drill", sortBy: ({ inDrill }) => inDrill, cell: ({ inDrill }) => inDrill ?? nobody },
  {
    id: "requests",
    header: "Requests",
    numeric: true,
    sortBy: ({ requests }) => requests,
    cell: ({ requests }) => formatCount(requests),
  },
  {
    id: "success",
    header: "Expected success",
    numeric: true,
    cell: ({ success }) =>
      success ? <BeforeAfter {...success} show={(value: number) => formatShare(value)} /> : <Unknown />,
  },
  {
    id: "cost",
    header: "Cost a task",
    numeric: true,
    cell: ({ costNanoUsd }) =>
      costNanoUsd ? (
        <BeforeAfter {...costNanoUsd} show={(nanoUsd: string) => <Money nanoUsd={nanoUsd} />} />
      ) : (
        <Unknown />
      ),
  },
];

/** What simulated requests did in a drill; while it runs, how to send some, and its end. */
export function DrillReportView({ report, mayEnd }: { report: DrillReport; mayEnd: boolean }) {
  const { id, thing, running, until, endedAt, endedBy, reason, createdBy } = report;
  const end = endedAt ?? until;
  return (
    <Section
      title={`Drill without ${thing}`}
      note={
        <>
          {createdBy}: {reason}. {running ? "Ends" : "Ended"} <RelativeTime at={end} />
          {endedBy ? ` by ${endedBy}` : ""}. <ShortId id={id} what="drill id" />
        </>
      }
      action={running && mayEnd ? <EndDrill report={report} /> : null}
    >
      <p className="max-w-4xl text-base">{report.verdict}</p>
      {running ? (
        <p className="max-w-4xl break-words text-muted">
          Send <code className="font-mono text-xs">{`{"task": …, "simulate": true, "drill": "${id}"}`}</code> to POST
          /api/v1/route, or choose the drill on the page Route a task.
        </p>
      ) : null}
      <DataTable
        label="What simulated requests did"
        rows={report.tallies}
        columns={COLUMNS}
        rowId={({ taskType, withoutDrill, inDrill }) => `${taskType} ${withoutDrill} ${inDrill}`}
        empty={<EmptyState title="Simulated requests that name the drill appear here, added up" />}
      />
    </Section>
  );
}

function EndDrill({ report: { id, thing } }: { report: DrillReport }) {
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={<Button>End the drill</Button>}
      title={`End the drill without ${thing}?`}
      consequences={["Simulated requests that name it are refused from now on.", "Its report stays."]}
      confirmLabel="End the drill"
      done="The drill is over"
      onDone={() => router.refresh()}
      action={() => endDrillAction({ id })}
    />
  );
}
