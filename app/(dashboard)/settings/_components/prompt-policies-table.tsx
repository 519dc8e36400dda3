"use client";

import { useRouter } from "next/navigation";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ALL_FLEETS, type PromptPolicyView } from "#lib/contracts/prompt-policy.ts";
import { deletePromptsAction } from "../actions.ts";
import { PromptPolicyDialog } from "./prompt-policy-dialog.tsx";
import { fleetWords, KIND_WORDS } from "./prompt-policy-draft.ts";

const COLUMNS: Column<PromptPolicyView>[] = [
  { id: "fleet", header: "Calls of", sortBy: (row) => row.fleetName, cell: (row) => fleetWords(row.fleetName) },
  {
    id: "state",
    header: "Prompts and answers",
    cell: (row) => (row.enabled ? <Lamp state="caution" word="Stored" /> : <Lamp state="off" word="Not stored" />),
  },
  { id: "days", header: "Deleted after", unit: "days", numeric: true, cell: (row) => row.retentionDays },
  { id: "taken", header: "Taken out before", className: "min-w-56", cell: (row) => <TakenOut policy={row} /> },
  { id: "stored", header: "Stored calls", numeric: true, cell: (row) => formatCount(row.stored) },
  {
    id: "changed",
    header: "Changed",
    sortBy: (row) => row.updatedAt,
    cell: (row) => (
      <>
        <RelativeTime at={row.updatedAt} /> by {row.updatedBy}
      </>
    ),
  },
];

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const COLUMNS_WITH_ACTIONS: Column<PromptPolicyView>[] = [
  ...COLUMNS,
  { id: "actions", header: "Actions", cell: (row) => <PolicyActions policy={row} /> },
];

export function PromptPoliciesTable({ policies, mayChange }: { policies: PromptPolicyView[]; mayChange: boolean }) {
  return (
    <DataTable
      label="Storage of prompts and answers"
      rows={policies}
      columns={mayChange ? COLUMNS_WITH_ACTIONS : COLUMNS}
      rowId={(row) => row.fleetName}
      empty={
        <EmptyState title="No prompt and no answer is stored.">
          Calls are counted, priced and explained without them. An admin turns their storage on for a fleet, or for all.
        </EmptyState>
      }
    />
  );
}

function TakenOut({ policy }: { policy: PromptPolicyView }) {
  const { kinds, patterns } = policy.redaction;
  const words = kinds.map((kind) => KIND_WORDS[kind]);
  if (patterns.length > 0) words.push(patterns.map(({ name }) => name).join(", "));
  return words.length > 0 ? words.join(", ") : <Lamp state="danger" word="nothing" />;
}

function PolicyActions({ policy }: { policy: PromptPolicyView }) {
  const router = useRouter();
  const whose = fleetWords(policy.fleetName);
  return (
    <span className="flex gap-1">
      <PromptPolicyDialog
        fleets={[policy.fleetName]}
        policy={policy}
        trigger={
          <Button size="small" variant="quiet" aria-label={`Change the storage of prompts of ${whose}`}>
            Change
          </Button>
        }
      />
      <ConfirmDialog
        trigger={
          <Button size="small" variant="quiet" aria-label={`Delete stored prompts of ${whose}`}>
            Delete stored
          </Button>
        }
        title={`Delete all stored prompts and answers of ${whose}?`}
        consequences={[
          policy.fleetName === ALL_FLEETS
            ? "Those of every fleet go, also of fleets with a policy of their own."
            : `${formatCount(policy.stored)} calls lose their texts; decisions, costs and counts stay.`,
          policy.enabled
            ? "What is said from now on is stored again, until you turn it off."
            : "Nothing new is stored.",
          "They cannot be brought back.",
        ]}
        reason="Reason"
        confirmLabel="Delete"
        danger
        action={(reason) => deletePromptsAction({ fleetName: policy.fleetName, reason })}
        done={`The stored prompts of ${whose} are deleted`}
        onDone={() => router.refresh()}
      />
    </span>
  );
}
