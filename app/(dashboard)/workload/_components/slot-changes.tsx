"use client";

import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { SlotChangeView } from "#lib/contracts/slot-change.ts";
import { useTakeBack } from "./use-take-back.ts";

/** What was done on advice lately, each with its way back. */
export function SlotChanges({ changes, mayWrite }: { changes: readonly SlotChangeView[]; mayWrite: boolean }) {
  return (
    <Section title="Applied" note="Slots that were changed on advice lately">
      <Table label="Applied advice">
        <TableHead>
          <TableRow>
            <TableHeader>Agent</TableHeader>
            <TableHeader>Slots</TableHeader>
            <TableHeader>When</TableHeader>
            <TableHeader>Who</TableHeader>
            <TableHeader>Because</TableHeader>
            <TableHeader>
              <span className="sr-only">Take it back</span>
            </TableHeader>
          </TableRow>
        </TableHead>
        <tbody>
          {changes.map((change) => (
            <TableRow key={change.agentId}>
              <TableCell>
                <Link href={`/fleet/${change.agentId}`} className="whitespace-nowrap font-medium hover:underline">
                  {change.agent}
                </Link>
              </TableCell>
              <TableCell className="whitespace-nowrap">
                {change.fromSlots} → {change.toSlots}
              </TableCell>
              <TableCell>
                <RelativeTime at={change.at} />
              </TableCell>
              <TableCell className="whitespace-nowrap">{change.by}</TableCell>
              <TableCell className="min-w-72 text-muted">{change.because}</TableCell>
              <TableCell className="text-right">{mayWrite ? <WayBack change={change} /> : null}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function WayBack({ change }: { change: SlotChangeView }) {
  const takeBack = useTakeBack(change);
  if (change.slotsNow !== change.toSlots) {
    return <span className="text-muted text-xs">changed since, to {change.slotsNow}</span>;
  }
  return (
    <Button size="small" aria-label={`Undo: give ${change.agent} ${change.fromSlots} slots again`} onClick={takeBack}>
      Undo
    </Button>
  );
}
