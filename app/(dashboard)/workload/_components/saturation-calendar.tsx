"use client";

import Link from "next/link";
import { parseAsIsoDateTime, parseAsString, useQueryStates } from "nuqs";
import { Card } from "#components/ui/card.tsx";
import type { AgentWeekView, SaturationCalendarView } from "#lib/contracts/workload.ts";
import { CalendarLegend } from "./calendar-legend.tsx";
import { DangerLamp } from "./danger-lamp.tsx";
import { HourDetail } from "./hour-detail.tsx";
import { midnights, WeekStrip } from "./week-strip.tsx";
import { hourText, startOfHour, weekText } from "./workload-words.ts";

const HOUR_MS = 3_600_000;
const ROW =
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 rail:grid-cols-[11rem_minmax(0,1fr)_15rem]";
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", timeZone: "UTC" });

/** A row an agent, a bar an hour; what is looked at is in the address and told in full below. */
export function SaturationCalendar({ view: { agents, from } }: { view: SaturationCalendarView }) {
  const [{ agent, at }, setLook] = useQueryStates({ agent: parseAsString, at: parseAsIsoDateTime });
  const looked = agents.find((week) => week.agent === agent) ?? agents[0];
  if (!looked) return null;
  const hour = hourOf(looked, from, looked.agent === agent ? at : null);
  return (
    <Card className="flex flex-col gap-3">
      <CalendarLegend />
      <div className={`${ROW} text-muted text-xs`} aria-hidden>
        <span className="max-rail:hidden">Agent</span>
        <Days from={from} hours={looked.hours.length} />
        <span className="max-rail:hidden">Most likely full</span>
      </div>
      <ul aria-label="Agents" className="flex flex-col gap-2">
        {agents.map((week) => (
          <li key={week.agentId} className={ROW}>
            <span className="min-w-0 truncate">
              <Link href={`/fleet/${week.agentId}`} className="font-medium hover:underline">
                {week.agent}
              </Link>
              <span className="text-muted text-xs"> {week.slots === 1 ? "1 slot" : `${week.slots} slots`}</span>
            </span>
            <span className="text-xs rail:order-3">
              {week.worst ? (
                <DangerLamp saturation={week.worst.saturation} when={hourText(Date.parse(week.worst.at))} />
              ) : (
                <DangerLamp saturation={0} />
              )}
            </span>
            <div className="col-span-2 min-w-0 rail:order-2 rail:col-span-1">
              <span className="sr-only">{weekText(week)}</span>
              <WeekStrip
                week={week}
                from={from}
                hour={week === looked ? hour : null}
                onHour={(next) => void setLook({ agent: week.agent, at: new Date(startOfHour(from, next)) })}
              />
            </div>
          </li>
        ))}
      </ul>
      <HourDetail week={looked} from={from} hour={hour} />
    </Card>
  );
}

/** The hour of the address, else the one most likely to be full, else the busiest. */
function hourOf({ hours, worst }: AgentWeekView, from: string, at: Date | null): number {
  const asked = at ?? (worst ? new Date(worst.at) : null);
  if (asked) {
    const hour = Math.floor((asked.getTime() - Date.parse(from)) / HOUR_MS);
    if (hour >= 0 && hour < hours.length) return hour;
  }
  return hours.reduce((most, { offered }, index) => (offered > (hours[most]?.offered ?? 0) ? index : most), 0);
}

function Days({ from, hours }: { from: string; hours: number }) {
  return (
    <span className="relative col-span-2 h-4 rail:col-span-1">
      {midnights(from, hours)
        .filter((hour) => hour < hours - 6)
        .map((hour) => (
          <span key={hour} className="absolute whitespace-nowrap" style={{ left: `${(hour / hours) * 100}%` }}>
            {weekday.format(startOfHour(from, hour))}
          </span>
        ))}
    </span>
  );
}
