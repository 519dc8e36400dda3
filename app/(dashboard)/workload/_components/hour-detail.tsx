import { Fragment } from "react";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { formatShare } from "#components/ui/figures.ts";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { AgentWeekView } from "#lib/contracts/workload.ts";
import { DangerLamp } from "./danger-lamp.tsx";
import { hourText, startOfHour, waitText } from "./workload-words.ts";

interface HourDetailProps {
  week: AgentWeekView;
  from: string;
  hour: number;
}

/** One hour of one agent in figures, with the whole week behind them. */
export function HourDetail({ week, from, hour }: HourDetailProps) {
  const { agent, slots, hours, worst } = week;
  const shown = hours[hour];
  if (!shown) return null;
  return (
    <section aria-label="The hour looked at" className="flex flex-col gap-3 border-t pt-3">
      <DefinitionList
        facts={[
          { term: "Looked at", value: `${agent}, ${hourText(startOfHour(from, hour))} UTC` },
          {
            term: "Asked for",
            value: `${formatShare(shown.offered, 0)} of ${slots === 1 ? "1 slot" : `${slots} slots`}`,
          },
          { term: "Mean wait of its tasks", value: waitText(shown.waitMs) },
          { term: "Full all hour", value: <DangerLamp saturation={shown.saturation} /> },
        ]}
      />
      {worst ? (
        <p className="text-muted">
          If more urgent tasks always went first in its worst hour, waits would be:{" "}
          {worst.byPriority
            .filter(({ share }) => share > 0)
            .map(({ priority, share, waitMs }, index) => (
              <Fragment key={priority}>
                {index > 0 ? "; " : ""}
                <span className="text-ink">
                  {priority} {waitMs === null ? "without end" : waitText(waitMs)}
                </span>{" "}
                ({formatShare(share, 0)} of tasks)
              </Fragment>
            ))}
          .
        </p>
      ) : null}
      <Disclosure key={agent} label={`All hours of ${agent} as a table`}>
        <WeekTable week={week} from={from} />
      </Disclosure>
    </section>
  );
}

function WeekTable({ week: { agent, hours }, from }: { week: AgentWeekView; from: string }) {
  return (
    <Table label={`Hours of ${agent}`}>
      <TableHead>
        <TableRow>
          <TableHeader>Hour (UTC)</TableHeader>
          <TableHeader numeric>Of its slots</TableHeader>
          <TableHeader numeric>Wait</TableHeader>
          <TableHeader numeric>Full</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {hours.map(({ offered, waitMs, saturation }, index) => {
          const when = hourText(startOfHour(from, index));
          return (
            <TableRow key={when}>
              <TableCell className="whitespace-nowrap">{when}</TableCell>
              <TableCell numeric>{formatShare(offered, 0)}</TableCell>
              <TableCell numeric>{waitText(waitMs)}</TableCell>
              <TableCell numeric>{formatShare(saturation, 0)}</TableCell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
