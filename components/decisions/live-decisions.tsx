"use client";

import { ArrowUp } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { DecisionRow } from "#lib/contracts/decision.ts";
import type { Page } from "#lib/contracts/page.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { useHeldRows } from "../data-table/use-held-rows.ts";
import { useLiveQuery } from "../layout/live.tsx";
import { Button } from "../ui/button.tsx";
import { BRIEF_DECISION_COLUMNS, DECISION_COLUMNS } from "./decision-columns.tsx";

interface LiveDecisionsProps {
  /** "/api/ui/decisions?fleet=main" */
  url: string;
  initial: Page<DecisionRow>;
  brief?: boolean;
  empty: ReactNode;
}

const idOf = (row: DecisionRow) => row.id;

/** Decisions as they happen; new ones wait behind a button, so that no row moves under the pointer. */
export function LiveDecisions({ url, initial, brief = false, empty }: LiveDecisionsProps) {
  const { data = initial } = useLiveQuery<Page<DecisionRow>>({ url, initial });
  const rows = useMemo(() => data.rows, [data]);
  const { shown, waiting, show } = useHeldRows(rows, idOf);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div role="status" className={waiting > 0 ? "flex justify-center" : "sr-only"}>
        {waiting > 0 ? (
          <Button size="small" onClick={show}>
            <ArrowUp aria-hidden />
            {waiting} new
          </Button>
        ) : null}
      </div>
      <DecisionTable rows={shown} brief={brief} empty={empty} />
    </div>
  );
}

export function DecisionTable(props: { rows: readonly DecisionRow[]; brief?: boolean; empty: ReactNode }) {
  return (
    <DataTable
      label="Decisions"
      rows={props.rows}
      columns={props.brief ? BRIEF_DECISION_COLUMNS : DECISION_COLUMNS}
      rowId={idOf}
      rowHref={({ id }) => `/decisions/${id}`}
      empty={props.empty}
    />
  );
}
