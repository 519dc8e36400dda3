import Link from "next/link";
import type { ReactNode } from "react";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatShare } from "#components/ui/figures.ts";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { AgentWeekView, HourEffect, SaturationCalendarView, WorkloadAdvice } from "#lib/contracts/workload.ts";
import { ApplyDialog } from "./apply-dialog.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { hourText, waitText } from "./workload-words.ts";

interface AdviceTableProps {
  view: SaturationCalendarView;
  mayWrite: boolean;
}

type EndangeredWeek = AgentWeekView & { worst: NonNullable<AgentWeekView["worst"]> };

/** What would help the endangered agents of the page, with what it changes in their worst hour. */
export function AdviceTable({ view, mayWrite }: AdviceTableProps) {
  const weeks = view.agents.filter((week): week is EndangeredWeek => week.worst !== null);
  return (
    <Section title="Advice" note="What each way changes in the agent's worst hour">
      {weeks.length === 0 ? (
        <EmptyState title="Nothing to do: nobody here is likely to be full" />
      ) : (
        <Table label="Advice">
          <TableHead>
            <TableRow>
              <TableHeader>Agent</TableHeader>
              <TableHeader>Worst hour</TableHeader>
              <TableHeader>What would help</TableHeader>
              <TableHeader numeric>Wait</TableHeader>
              <TableHeader numeric>Likely full</TableHeader>
              <TableHeader>
                <span className="sr-only">Do it</span>
              </TableHeader>
            </TableRow>
          </TableHead>
          <tbody>
            {weeks.map((week) =>
              week.worst.advice.length === 0 ? (
                <Row
                  key={week.agentId}
                  week={week}
                  what="Nobody has room to take its work over, and no number of slots tried is enough."
                />
              ) : (
                week.worst.advice.map((advice) => (
                  <Row key={`${week.agentId} ${advice.kind}`} week={week} what={adviceText(advice)} advice={advice}>
                    {advice.kind === "move_tasks" ? (
                      <MoveDialog agent={week.agent} advice={advice} availabilityShare={view.availabilityShare} />
                    ) : mayWrite ? (
                      <ApplyDialog
                        agentId={week.agentId}
                        agent={week.agent}
                        advice={advice}
                        because={week.worst.sentence}
                      />
                    ) : null}
                  </Row>
                ))
              ),
            )}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

interface RowProps {
  week: EndangeredWeek;
  what: string;
  advice?: WorkloadAdvice;
  children?: ReactNode;
}

function Row({ week, what, advice, children }: RowProps) {
  const { before, after } = advice ?? { before: week.worst, after: null };
  return (
    <TableRow>
      <TableCell>
        <Link href={`/fleet/${week.agentId}`} className="whitespace-nowrap font-medium hover:underline">
          {week.agent}
        </Link>
      </TableCell>
      <TableCell className="whitespace-nowrap">{hourText(Date.parse(week.worst.at))}</TableCell>
      <TableCell className="min-w-60">
        {what}
        {advice?.kind === "move_tasks" ? (
          <span className="block text-muted text-xs">{receiverText(advice.toAgent, advice.receiver)}</span>
        ) : null}
      </TableCell>
      <TableCell numeric>{change(before, after, ({ waitMs }) => waitText(waitMs))}</TableCell>
      <TableCell numeric>{change(before, after, ({ saturation }) => formatShare(saturation, 0))}</TableCell>
      <TableCell className="text-right">{children}</TableCell>
    </TableRow>
  );
}

function change(before: HourEffect, after: HourEffect | null, text: (effect: HourEffect) => string): string {
  return after === null ? text(before) : `${text(before)} → ${text(after)}`;
}

function adviceText(advice: WorkloadAdvice): string {
  switch (advice.kind) {
    case "raise_slots":
      return `It may work on ${advice.toSlots} tasks at once instead of ${advice.slots}.`;
    case "move_tasks":
      return `${advice.toAgent} takes ${formatShare(advice.share, 0)} of its tasks.`;
    default:
      return advice satisfies never;
  }
}

function receiverText(agent: string, { before, after }: { before: HourEffect; after: HourEffect }): string {
  return `${agent}'s own wait then: ${waitText(before.waitMs)} → ${waitText(after.waitMs)}`;
}
