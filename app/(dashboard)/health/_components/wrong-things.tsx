"use client";

import Link from "next/link";
import { StateLamp } from "#components/health/state-lamp.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { CheckedThing, CheckView, IncidentView } from "#lib/contracts/health-check.ts";
import { AcknowledgeDialog } from "./acknowledge-dialog.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { NewNormalDialog } from "./new-normal-dialog.tsx";
import { SilenceDialog } from "./silence-dialog.tsx";

interface WrongThingsProps {
  checks: readonly CheckView[];
  incidents: readonly IncidentView[];
  mayAct: boolean;
}

const RANK = { failing: 0, degraded: 1, ok: 2 } as const;

/** Everything that is not ok, failing first, then what has lasted longest. */
export function WrongThings({ checks, incidents, mayAct }: WrongThingsProps) {
  const wrong = checks
    .flatMap((check) => check.things.map((thing) => ({ check, thing })))
    .filter(({ thing }) => thing.state !== "ok")
    .toSorted((a, b) => RANK[a.thing.state] - RANK[b.thing.state] || a.thing.since.localeCompare(b.thing.since));
  if (wrong.length === 0) {
    return (
      <EmptyState title="Nothing is wrong">
        A model that cannot be loaded, an agent that is silent or worse than usual, a disk that fills up: whatever a
        check finds stands here first.
      </EmptyState>
    );
  }
  return (
    <ul className="flex flex-col divide-y rounded-md border bg-surface">
      {wrong.map(({ check, thing }) => (
        <WrongThing
          key={`${check.id} ${thing.subject}`}
          check={check}
          thing={thing}
          incident={incidents.find(
            ({ checkId, subject, closedAt }) => closedAt === null && checkId === check.id && subject === thing.subject,
          )}
          mayAct={mayAct}
        />
      ))}
    </ul>
  );
}

interface WrongThingProps {
  check: CheckView;
  thing: CheckedThing;
  incident: IncidentView | undefined;
  mayAct: boolean;
}

function WrongThing({ check, thing, incident, mayAct }: WrongThingProps) {
  const { state, label, sentence, since, evidence, href, flapping, silence } = thing;
  const acknowledged = incident?.acknowledged ?? null;
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateLamp state={state} loud />
        <span className="text-muted">{check.title}</span>
        {href ? (
          <Link href={href} className="break-all text-accent hover:underline">
            {label}
          </Link>
        ) : (
          <span className="break-all">{label}</span>
        )}
        <span className="text-muted">
          since <RelativeTime at={since} />
        </span>
        {flapping ? <Badge tone="caution">flapping</Badge> : null}
        {acknowledged ? <Badge>{acknowledged.by} looks after it</Badge> : null}
        {silence ? <Badge>silenced until {silence.until.slice(0, 16).replace("T", " ")} UTC</Badge> : null}
        {mayAct ? (
          <span className="ml-auto flex gap-2">
            {incident && !acknowledged ? <AcknowledgeDialog incident={incident} /> : null}
            {incident && check.id === "performance" ? <NewNormalDialog incident={incident} /> : null}
            <SilenceDialog checkId={check.id} thing={thing} />
          </span>
        ) : null}
      </div>
      <p className="max-w-4xl break-words font-medium">{sentence}</p>
      {acknowledged?.note ? <p className="text-muted">{acknowledged.note}</p> : null}
      <EvidenceList evidence={evidence} />
    </li>
  );
}
