"use client";

import { DataTable } from "#components/data-table/data-table.tsx";
import { AGENT_DECISION_COLUMNS } from "#components/decisions/decision-columns.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { DecisionRow } from "#lib/contracts/decision.ts";

export function AgentDecisions({ rows }: { rows: DecisionRow[] }) {
  return (
    <DataTable
      label="Recent decisions"
      rows={rows}
      columns={AGENT_DECISION_COLUMNS}
      rowId={(row) => row.id}
      rowHref={(row) => `/decisions/${row.id}`}
      empty={<EmptyState title="No task has been routed to it yet" />}
    />
  );
}
