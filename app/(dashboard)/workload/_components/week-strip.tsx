"use client";

import type { KeyboardEvent, MouseEvent } from "react";
import type { AgentWeekView } from "#lib/contracts/workload.ts";
import { type Danger, dangerOf, hourText, outlookText, startOfHour } from "./workload-words.ts";

const TOP = { none: 0, may: 3, likely: 6 } satisfies Record<Danger, number>;
const LANE = 7;
const BARS = 17;
const DAY = 24;

interface WeekStripProps {
  week: AgentWeekView;
  from: string;
  /** Looked at; null: the choice is in another agent's week. */
  hour: number | null;
  onHour: (hour: number) => void;
}

/**
 * An agent's week, a bar an hour as high as the share of its slots that is asked for; above the bars a mark where the agent may
 * be full, thick where it is likely to be. Arrow keys go through the hours.
 */
export function WeekStrip({ week, from, hour, onHour }: WeekStripProps) {
  const { agent, hours } = week;
  const last = hours.length - 1;
  const shown = hour ?? 0;
  const choose = (next: number) => onHour(Math.min(last, Math.max(0, next)));
  const click = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    choose(Math.floor(((event.clientX - box.left) / box.width) * hours.length));
  };
  const press = (event: KeyboardEvent) => {
    const next = nextHour(event.key, shown, last);
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };
  const at = hours[shown];
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`Hours of ${agent}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={shown}
      aria-valuetext={at ? `${hourText(startOfHour(from, shown))}: ${outlookText(at)}` : undefined}
      className="min-w-0 cursor-pointer rounded-sm"
      onClick={click}
      onKeyDown={press}
    >
      <svg
        aria-hidden
        viewBox={`0 0 ${hours.length} ${LANE + BARS}`}
        preserveAspectRatio="none"
        className="block h-8 w-full rounded-sm bg-sunken"
      >
        <path d={barsPath(week)} className="fill-edge" />
        {dangerRuns(week).map(({ danger, start, length }) => (
          <rect
            key={start}
            x={start}
            y={0}
            width={length}
            height={TOP[danger]}
            className={danger === "likely" ? "fill-danger" : "fill-caution"}
          />
        ))}
        {midnights(from, hours.length).map((x) => (
          <line
            key={x}
            x1={x}
            x2={x}
            y1={0}
            y2={LANE + BARS}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {hour === null ? null : (
          <rect
            x={hour}
            y={0}
            width={1}
            height={LANE + BARS}
            vectorEffect="non-scaling-stroke"
            className="fill-accent/30 stroke-2 stroke-accent"
          />
        )}
      </svg>
    </div>
  );
}

function nextHour(key: string, hour: number, last: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return hour + 1;
    case "ArrowLeft":
    case "ArrowDown":
      return hour - 1;
    case "PageUp":
      return hour + DAY;
    case "PageDown":
      return hour - DAY;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** One path for all bars: a page draws thousands of hours. */
function barsPath({ hours }: AgentWeekView): string {
  const steps = hours.map(({ offered }, index) => {
    const y = (LANE + BARS * (1 - Math.min(1, offered))).toFixed(1);
    return `V${y}H${index + 1}`;
  });
  return `M0 ${LANE + BARS}${steps.join("")}V${LANE + BARS}Z`;
}

/** Hours after one another that are in the same danger. */
function dangerRuns({ hours }: AgentWeekView): { danger: Danger; start: number; length: number }[] {
  const runs: { danger: Danger; start: number; length: number }[] = [];
  hours.forEach((hour, start) => {
    const danger = dangerOf(hour);
    const open = runs.at(-1);
    if (open?.danger === danger) open.length++;
    else runs.push({ danger, start, length: 1 });
  });
  return runs.filter(({ danger }) => danger !== "none");
}

/** Places of the hours at which a day begins, UTC. */
export function midnights(from: string, hours: number): number[] {
  const first = (DAY - new Date(from).getUTCHours()) % DAY;
  return Array.from({ length: Math.ceil((hours - first) / DAY) }, (_, index) => first + index * DAY);
}
