"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { useHeldRows } from "#components/data-table/use-held-rows.ts";
import { useLiveQuery } from "#components/layout/live.tsx";
import { versionHref } from "#components/models/model-href.ts";
import { isUnderWay, TrainingLamp, TrainingProgress, workedMs } from "#components/training/training-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDuration } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Page } from "#lib/contracts/page.ts";
import type { TrainingRunView } from "#lib/contracts/training.ts";
import { CancelDialog } from "./cancel-dialog.tsx";

interface RunsTableProps {
  rows: readonly TrainingRunView[];
  mayWrite: boolean;
  /** Filters are set, and without them there would be rows. */
  filtered: boolean;
}

const idOf = (run: TrainingRunView) => run.id;

export function RunsTable({ rows, mayWrite, filtered }: RunsTableProps) {
  return (
    <DataTable
      label="Training runs"
      rows={rows}
      columns={mayWrite ? [...COLUMNS, CANCEL] : COLUMNS}
      rowId={idOf}
      rowHref={({ id }) => `/training/${id}`}
      empty={<NoRuns filtered={filtered} />}
    />
  );
}

/** The first page, kept current; new runs wait behind a button, so that no row moves under the pointer. */
export function LiveRuns({
  url,
  initial,
  ...rest
}: { url: string; initial: Page<TrainingRunView> } & Omit<RunsTableProps, "rows">) {
  const { data = initial } = useLiveQuery<Page<TrainingRunView>>({ url, initial, everyMs: 2000 });
  const { shown, waiting, show } = useHeldRows(data.rows, idOf);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div role="status" className={waiting > 0 ? undefined : "sr-only"}>
        {waiting > 0 ? (
          <Button size="small" variant="primary" onClick={show}>
            {waiting} new
          </Button>
        ) : null}
      </div>
      <RunsTable rows={shown} {...rest} />
    </div>
  );
}

function NoRuns({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        title="No run matches"
        action={
          <Button asChild>
            <Link href="/training">Clear the filters</Link>
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState title="Training runs will appear here">
      Start one above, or by <code className="font-mono">npx signalbox train --fleet &lt;name&gt;</code>; a schedule
      starts them by itself.
    </EmptyState>
  );
}

const COLUMNS: Column<TrainingRunView>[] = [
  {
    id: "asked",
    header: "Asked",
    cell: (run) => (
      <Link href={`/training/${run.id}`} className="font-medium hover:underline">
        <RelativeTime at={run.createdAt} />
      </Link>
    ),
  },
  {
    id: "state",
    header: "State",
    cell: (run) => <TrainingLamp run={run} />,
  },
  {
    id: "progress",
    header: "Progress",
    className: "min-w-56",
    cell: (run) =>
      isUnderWay(run) ? (
        <TrainingProgress run={run} />
      ) : (
        <span className="text-muted">{run.error?.message ?? (run.request.note || run.stage)}</span>
      ),
  },
  { id: "fleet", header: "Fleet", cell: (run) => run.fleetName },
  {
    id: "kind",
    header: "Kind",
    cell: (run) => <span className="whitespace-nowrap">{run.kind.replaceAll("_", " ")}</span>,
  },
  {
    id: "version",
    header: "Version",
    cell: ({ fleetName, kind, version }) =>
      version === null ? (
        <Unknown word="none" />
      ) : (
        <Link href={versionHref({ name: fleetName, kind }, version)} className="text-accent underline">
          v{version}
        </Link>
      ),
  },
  { id: "trigger", header: "Because of", cell: (run) => TRIGGERS[run.trigger] },
  { id: "by", header: "By", cell: (run) => <span className="whitespace-nowrap">{run.authorName}</span> },
  {
    id: "took",
    header: "Worked",
    numeric: true,
    cell: (run) => {
      const ms = workedMs(run);
      return ms === null ? <Unknown word={run.startedAt === null ? "not begun" : "under way"} /> : formatDuration(ms);
    },
  },
];

const TRIGGERS: Record<TrainingRunView["trigger"], string> = {
  manual: "a request",
  schedule: "the schedule",
  drift: "drift",
  regression: "a regression",
};

const CANCEL: Column<TrainingRunView> = {
  id: "cancel",
  header: "Action",
  cell: (run) => (isUnderWay(run) && !run.cancelRequested ? <CancelDialog run={run} size="small" /> : null),
};
