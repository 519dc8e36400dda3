"use client";

import { Badge } from "#components/ui/badge.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatDuration } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { IncidentEventKind, IncidentView } from "#lib/contracts/health-check.ts";
import { RevokeNormalDialog } from "./new-normal-dialog.tsx";

const WORDS: Record<IncidentEventKind, string> = {
  opened: "Found",
  worsened: "Became worse",
  eased: "Became better",
  acknowledged: "Acknowledged",
  silenced: "Silenced",
  accepted: "Called the new normal",
  revoked: "New normal taken back",
  resolved: "Over",
};

/** What was wrong, from when to when, and what happened in between; open ones first. */
export function IncidentTimeline({ incidents, mayAct }: { incidents: readonly IncidentView[]; mayAct: boolean }) {
  if (incidents.length === 0) {
    return (
      <EmptyState title="No incident yet">
        From the first state that is not ok until ok again, each is kept here.
      </EmptyState>
    );
  }
  return (
    <ol className="flex flex-col divide-y rounded-md border bg-surface">
      {incidents.map((incident) => (
        <Incident key={incident.id} incident={incident} mayAct={mayAct} />
      ))}
    </ol>
  );
}

function Incident({ incident, mayAct }: { incident: IncidentView; mayAct: boolean }) {
  const { normal, checkTitle, label, worst, sentence, openedAt, closedAt, events } = incident;
  const severity = worst === "failing" ? "danger" : "caution";
  return (
    <li className="flex flex-col gap-1 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Lamp state={closedAt === null ? severity : "off"} word={closedAt === null ? worst : `was ${worst}`} />
        <span className="text-muted">{checkTitle}</span>
        <span className="break-all">{label}</span>
        <span className="text-muted">
          <RelativeTime at={openedAt} />
          {closedAt === null ? ", open" : `, for ${formatDuration(Date.parse(closedAt) - Date.parse(openedAt))}`}
        </span>
        {normal ? <Badge>the new normal by {normal.by}</Badge> : null}
        {normal && mayAct ? (
          <span className="ml-auto">
            <RevokeNormalDialog label={label} normal={normal} />
          </span>
        ) : null}
      </div>
      <p className="max-w-4xl break-words">{sentence}</p>
      <Disclosure label={`${events.length} ${events.length === 1 ? "event" : "events"}`}>
        <ol className="flex flex-col gap-1">
          {events.map(({ at, kind, by, text }) => (
            <li key={`${at} ${kind}`} className="flex flex-wrap gap-x-3">
              <time dateTime={at} className="whitespace-nowrap text-muted tabular-nums">
                {at.slice(0, 19).replace("T", " ")} UTC
              </time>
              <span className="font-medium">
                {WORDS[kind]}
                {by === null ? "" : ` by ${by}`}
              </span>
              <span className="min-w-0 break-words">{text}</span>
            </li>
          ))}
        </ol>
      </Disclosure>
    </li>
  );
}
