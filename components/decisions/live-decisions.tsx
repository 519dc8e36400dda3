"use client";

import { ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import type { DecisionRow } from "#lib/contracts/decision.ts";
import type { Page } from "#lib/contracts/page.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { useHeldRows } from "../data-table/use-held-rows.ts";
import { useLiveQuery } from "../layout/live.tsx";
import { Button } from "../ui/button.tsx";
import { BRIEF_DECISION_COLUMNS, DECISION_COLUMNS } from "./decision-columns.tsx";

interface DecisionTableProps {
  rows: readonly DecisionRow[];
  brief?: boolean;
  empty: ReactNode;
}

const idOf = (row: DecisionRow) => row.id;

export function DecisionTable({ rows, brief, empty }: DecisionTableProps) {
  return (
    <DataTable
      label="Decisions"
      rows={rows}
      columns={brief ? BRIEF_DECISION_COLUMNS : DECISION_COLUMNS}
      rowId={idOf}
      rowHref={({ id }) => `/decisions/${id}`}
      empty={empty}
    />
  );
}

/** Live rows from whoever polls them; new ones wait behind a button, so that no row moves under the pointer. */
export function LiveDecisions({ rows, brief, empty }: DecisionTableProps) {
  const { shown, waiting, show } = useHeldRows(rows, idOf);
  return (
    <div className="relative flex min-w-0 flex-col">
      <div role="status" className={waiting > 0 ? "absolute top-9 left-1/2 z-10 -translate-x-1/2" : "sr-only"}>
        {waiting > 0 ? (
          <Button size="small" variant="primary" className="shadow-md" onClick={show}>
            <ArrowUp aria-hidden />
            {waiting} new
          </Button>
        ) : null}
      </div>
      <DecisionTable rows={shown} brief={brief} empty={empty} />
    </div>
  );
}

interface PolledDecisionsProps {
  /** "/api/ui/decisions?fleet=main" */
  url: string;
  initial: Page<DecisionRow>;
  empty: ReactNode;
}

/** The first page of a list of decisions, kept current. */
export function PolledDecisions({ url, initial, empty }: PolledDecisionsProps) {
  const { data = initial } = useLiveQuery<Page<DecisionRow>>({ url, initial });
  return <LiveDecisions rows={data.rows} empty={empty} />;
}
