"use client";

import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { CHANNEL_KIND_WORDS, type ChannelView } from "#lib/contracts/alert-channel.ts";
import { channelsHref } from "../search-params.ts";
import { ChannelActions, SubjectsContext } from "./channel-actions.tsx";
import { channelLamp, type Subject, takesWords } from "./channel-words.ts";

const COLUMNS: Column<ChannelView>[] = [
  {
    id: "name",
    header: "Name",
    sortBy: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link href={channelsHref({ channel: id })} className="font-medium hover:underline" scroll={false}>
        {name}
      </Link>
    ),
  },
  { id: "state", header: "State", cell: (row) => <Lamp {...channelLamp(row)} /> },
  { id: "where", header: "Sent to", className: "min-w-48", cell: (row) => <Where channel={row} /> },
  { id: "takes", header: "Takes", className: "min-w-40", cell: takesWords },
  {
    id: "sent",
    header: "Last sent",
    sortBy: ({ lastSentAt }) => lastSentAt,
    cell: ({ lastSentAt }) => (lastSentAt ? <RelativeTime at={lastSentAt} /> : "never"),
  },
  { id: "waiting", header: "Waiting", numeric: true, cell: ({ waiting }) => formatCount(waiting) },
  { id: "secret", header: "Secret", cell: (row) => <Secret channel={row} /> },
];

// Made once: columns made with every render would mount the cells anew and close a dialog that stands open.
const COLUMNS_WITH_ACTIONS: Column<ChannelView>[] = [
  ...COLUMNS,
  { id: "actions", header: "Actions", cell: (row) => <ChannelActions channel={row} /> },
];

interface ChannelsTableProps {
  channels: ChannelView[];
  subjects: readonly Subject[];
  mayChange: boolean;
}

export function ChannelsTable({ channels, subjects, mayChange }: ChannelsTableProps) {
  return (
    <SubjectsContext value={subjects}>
      <DataTable
        label="Alert channels"
        rows={channels}
        columns={mayChange ? COLUMNS_WITH_ACTIONS : COLUMNS}
        rowId={({ id }) => id}
        empty={
          <EmptyState title="Nobody is told of alerts yet.">
            A channel sends them to a webhook of yours, to Slack or to mailboxes, when they begin and when they are
            over.
          </EmptyState>
        }
      />
    </SubjectsContext>
  );
}

function Where({ channel: { kind, address, mail } }: { channel: ChannelView }) {
  return (
    <>
      {CHANNEL_KIND_WORDS[kind]} <span className="break-all text-muted">{mail ? mail.to.join(", ") : address}</span>
    </>
  );
}

function Secret({ channel: { tail, secretAt, previousUntil, mail } }: { channel: ChannelView }) {
  if (mail && mail.user === null) return "none";
  return (
    <span className="whitespace-nowrap">
      {tail === "" ? "set" : `…${tail}`} <RelativeTime at={secretAt} />
      {previousUntil ? (
        <span className="block text-muted text-xs">
          the one before signs until <RelativeTime at={previousUntil} />
        </span>
      ) : null}
    </span>
  );
}
