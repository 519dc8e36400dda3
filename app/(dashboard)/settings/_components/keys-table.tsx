"use client";

import { useRouter } from "next/navigation";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AgentKeyView } from "#lib/contracts/agent-key.ts";
import { revokeAgentKeyAction } from "../actions.ts";

const COLUMNS: Column<AgentKeyView>[] = [
  { id: "name", header: "Name", sortBy: (key) => key.name, cell: (key) => key.name },
  {
    id: "tail",
    header: "Key",
    cell: (key) => <code className="font-mono text-xs">sbx_…{key.secretTail}</code>,
  },
  { id: "fleet", header: "Fleet", sortBy: (key) => key.fleetName, cell: (key) => key.fleetName },
  { id: "agent", header: "Agent", sortBy: (key) => key.agentName, cell: (key) => key.agentName ?? "any" },
  {
    id: "state",
    header: "State",
    cell: (key) =>
      key.revokedAt ? (
        <span className="inline-flex items-center gap-1.5">
          <Lamp state="off" word="Revoked" /> <RelativeTime at={key.revokedAt} className="text-muted" />
        </span>
      ) : (
        <Lamp state="on" word="Works" />
      ),
  },
  {
    id: "used",
    header: "Last used",
    sortBy: (key) => key.lastUsedAt,
    cell: (key) => (key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : "never"),
  },
  {
    id: "made",
    header: "Made",
    sortBy: (key) => key.createdAt,
    cell: (key) => (
      <>
        <RelativeTime at={key.createdAt} /> by {key.createdBy}
      </>
    ),
  },
];

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const COLUMNS_WITH_ACTIONS: Column<AgentKeyView>[] = [
  ...COLUMNS,
  { id: "actions", header: "Actions", cell: (key) => <Revoke agentKey={key} /> },
];

export function KeysTable({ keys, mayChange }: { keys: AgentKeyView[]; mayChange: boolean }) {
  return (
    <DataTable
      label="Agent keys"
      rows={keys}
      columns={mayChange ? COLUMNS_WITH_ACTIONS : COLUMNS}
      rowId={(key) => key.id}
      empty={
        <EmptyState title="The keys of agents and platforms appear here.">
          An admin makes one here, or with <code className="font-mono">npx signalbox create-key</code>.
        </EmptyState>
      }
    />
  );
}

function Revoke({ agentKey }: { agentKey: AgentKeyView }) {
  const router = useRouter();
  if (agentKey.revokedAt) return null;
  const who = agentKey.agentName ? `agent ${agentKey.agentName}` : `whatever uses it in fleet ${agentKey.fleetName}`;
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Revoke ${agentKey.name}`}>
          Revoke
        </Button>
      }
      title={`Revoke the key "${agentKey.name}"?`}
      consequences={[
        `Within 5 seconds ${who} gets 401 from every call.`,
        "Leases that were given stay until they are finished or expire.",
        "A revoked key cannot be brought back; make a new one instead.",
      ]}
      confirmLabel="Revoke"
      danger
      action={() => revokeAgentKeyAction({ id: agentKey.id })}
      done={`${agentKey.name} was revoked`}
      onDone={() => router.refresh()}
    />
  );
}
