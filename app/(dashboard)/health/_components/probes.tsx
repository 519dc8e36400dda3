"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatDuration } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ProbePlanView, ProbeView } from "#lib/contracts/probe-plan.ts";
import { dropProbePlanAction } from "../actions.ts";
import { ProbesDialog } from "./probes-dialog.tsx";

const columns: Column<ProbeView>[] = [
  {
    id: "ref",
    header: "Configuration",
    sortBy: ({ ref }) => ref,
    cell: ({ ref }) => <span className="whitespace-nowrap">{ref}</span>,
  },
  { id: "found", header: "Last probe", cell: ({ last }) => <Found last={last} /> },
  {
    id: "at",
    header: "When",
    sortBy: ({ last }) => last?.at ?? null,
    cell: ({ last }) => (last ? <RelativeTime at={last.at} /> : "not yet"),
  },
  {
    id: "cost",
    header: "A probe costs",
    unit: "USD",
    numeric: true,
    cell: ({ costNanoUsd }) => <Money nanoUsd={costNanoUsd} bare />,
  },
];

function Found({ last }: Pick<ProbeView, "last">) {
  if (!last) return <Lamp state="off" word="none yet" />;
  const { error, durationMs } = last;
  if (error === null) return <Lamp state="on" word={`answered in ${formatDuration(durationMs ?? 0)}`} />;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Lamp state={durationMs === null ? "caution" : "danger"} word={durationMs === null ? "not asked" : "failed"} />
      <span className="min-w-48 break-words text-muted">{error}</span>
    </span>
  );
}

/** Which configurations are asked a question now and then, so that a dead endpoint is known before a client calls it. */
export function Probes({ view, mayAct }: { view: ProbePlanView; mayAct: boolean }) {
  const { plan, probed, setBy, dayNanoUsd } = view;
  return (
    <Section
      title="Probes"
      note={
        probed.length === 0 ? (
          "None are made: each costs a call"
        ) : (
          <>
            Every {formatCount(plan.everySeconds)} s, booked on {plan.fleet ?? "the first fleet that is not the demo"},
            some <Money nanoUsd={dayNanoUsd} /> a day
          </>
        )
      }
      action={
        mayAct ? (
          <>
            {setBy ? <FollowFile /> : null}
            <ProbesDialog view={view} />
          </>
        ) : null
      }
    >
      <DataTable
        label="Configurations that are probed"
        rows={probed}
        columns={columns}
        rowId={({ ref }) => ref}
        empty={
          <EmptyState title="No endpoint is probed">
            An endpoint that nobody calls is not known to be dead. Choose configurations to ask a question of a few
            words now and then.
          </EmptyState>
        }
      />
      <p className="text-muted text-xs">
        {setBy ? (
          <>
            Set by {setBy.by} <RelativeTime at={setBy.at} />, in place of configs/routing-policy.json.
          </>
        ) : (
          "As execution.probes in configs/routing-policy.json says."
        )}
      </p>
    </Section>
  );
}

function FollowFile() {
  return (
    <ConfirmDialog
      trigger={<Button variant="quiet">Follow the file</Button>}
      title="Let configs/routing-policy.json say what is probed?"
      consequences={[
        "What was set on this page is forgotten; the audit list keeps it.",
        "It holds within seconds, in every process.",
      ]}
      reason="Reason"
      confirmLabel="Follow the file"
      done="Probes follow the file"
      action={(reason) => dropProbePlanAction({ reason })}
    />
  );
}
