"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { fallbackHref } from "#components/health/fallback-href.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { PROVIDER_WORDS } from "#lib/contracts/provider-address.ts";
import type { CredentialView } from "#lib/contracts/provider-credential.ts";
import { CredentialActions } from "./credential-actions.tsx";
import { describeSecret, STATE_LAMPS } from "./credential-words.ts";

const COLUMNS: Column<CredentialView>[] = [
  {
    id: "provider",
    header: "Provider and address",
    sortBy: (row) => row.provider,
    cell: (row) => (
      <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
        {PROVIDER_WORDS[row.provider]}
        <span className="text-muted">{[row.baseUrl, row.region].filter(Boolean).join(", ")}</span>
        <Link
          href={fallbackHref({ kind: "provider", thing: row.provider })}
          className="text-accent text-xs hover:underline"
        >
          If it goes away
        </Link>
      </span>
    ),
  },
  { id: "name", header: "Name", sortBy: (row) => row.name, cell: (row) => row.name },
  {
    id: "secret",
    header: "Key",
    cell: (row) => (
      <span
        className="whitespace-nowrap"
        title={row.fingerprint ? `SHA-256 begins with ${row.fingerprint}` : undefined}
      >
        {describeSecret(row)}
      </span>
    ),
  },
  {
    id: "source",
    header: "Source",
    cell: (row) => (row.variable ? <code className="font-mono text-xs">{row.variable}</code> : "stored"),
  },
  { id: "state", header: "State", cell: (row) => <State credential={row} /> },
  {
    id: "used",
    header: "Last used",
    sortBy: (row) => row.lastUsedAt,
    cell: (row) => (row.id === null ? "" : row.lastUsedAt ? <RelativeTime at={row.lastUsedAt} /> : "never"),
  },
  {
    id: "added",
    header: "Added",
    sortBy: (row) => row.createdAt,
    cell: (row) =>
      row.createdAt ? (
        <>
          <RelativeTime at={row.createdAt} /> by {row.authorName}
        </>
      ) : (
        ""
      ),
  },
];

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const COLUMNS_WITH_ACTIONS: Column<CredentialView>[] = [
  ...COLUMNS,
  { id: "actions", header: "Actions", cell: (row) => <CredentialActions credential={row} /> },
];

export function CredentialsTable({ credentials, mayChange }: { credentials: CredentialView[]; mayChange: boolean }) {
  return (
    <DataTable
      label="Provider credentials"
      rows={credentials}
      columns={mayChange ? COLUMNS_WITH_ACTIONS : COLUMNS}
      rowId={(row) => row.id ?? `environment ${row.variable}`}
      empty={
        <EmptyState title="The keys of OpenAI, Anthropic and AWS appear here.">
          An admin adds one here, or with <code className="font-mono">npx signalbox add-credential</code>; or set{" "}
          <code className="font-mono">OPENAI_API_KEY</code> and the like where Signalbox runs.
        </EmptyState>
      }
    />
  );
}

function State({ credential }: { credential: CredentialView }) {
  const lamp = <Lamp {...STATE_LAMPS[credential.state]} />;
  const why = credential.state === "shadowed" ? "A stored one comes first." : credential.problem;
  if (why) return <span title={why}>{lamp}</span>;
  if (!credential.retiresAt) return lamp;
  return (
    <span className="inline-flex items-center gap-1.5">
      {lamp}
      <span className="whitespace-nowrap text-muted">
        ends <RelativeTime at={credential.retiresAt} />
      </span>
    </span>
  );
}
