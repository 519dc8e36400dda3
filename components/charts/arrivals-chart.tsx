"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ArrivalsView } from "#lib/contracts/workload.ts";
import { formatCount } from "../ui/figures.ts";
import { AXIS, GRID, SERIES, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { niceScale } from "./scale.ts";

interface Point {
  atMs: number;
  actual?: number;
  mean?: number;
  band?: [number, number];
}

const DAY_MS = 86_400_000;
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", timeZone: "UTC" });
const hour = (ms: number) => `${day.format(ms)} ${new Date(ms).toISOString().slice(11, 16)}`;
const tasks = (count: number) => (count < 10 ? count.toFixed(1) : formatCount(Math.round(count)));

/** Tasks by hour: the last week as it came, the week to come as foretold with the band that holds nine hours of ten. */
export function ArrivalsChart({ view, nowMs }: { view: ArrivalsView; nowMs: number }) {
  const { hours, type, model } = view;
  const points = hours.map(({ at, actual, forecast }): Point => {
    const known = actual === null ? {} : { actual };
    const foretold = forecast === null ? {} : { mean: forecast.mean, band: bandOf(forecast) };
    return { atMs: Date.parse(at), ...known, ...foretold };
  });
  const ends: [number, number] = [points[0]?.atMs ?? nowMs, (points.at(-1)?.atMs ?? nowMs) + 3_600_000];
  const y = niceScale(0, Math.max(1, ...points.flatMap(({ actual = 0, band }) => [actual, band?.[1] ?? 0])));
  const label = `Tasks an hour${type === null ? "" : ` of type ${type}`}: last week as they came${model ? ", next week as foretold with the 90% band" : ""} (UTC)`;
  return (
    <ChartFrame
      label={label}
      empty="Tasks will appear here by the hour they come in"
      heightPx={260}
      legend={
        <ChartLegend
          items={[
            { name: "came", series: 0, mark: "line" },
            ...(model ? [{ name: "foretold; its shade holds 9 hours of 10", series: 1, mark: "line" } as const] : []),
          ]}
        />
      }
      table={{
        headers: [
          { label: "Hour (UTC)" },
          { label: "Came", numeric: true },
          { label: "Foretold", numeric: true },
          { label: "90% interval", numeric: true },
        ],
        rows: points.map(({ atMs, actual, mean, band }) => [
          new Date(atMs).toISOString().slice(0, 16).replace("T", " "),
          actual === undefined ? "" : formatCount(actual),
          mean === undefined ? "" : tasks(mean),
          band === undefined ? "" : rangeText(band),
        ]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={points} margin={{ top: 16, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            type="number"
            dataKey="atMs"
            domain={ends}
            ticks={midnights(ends)}
            {...AXIS}
            minTickGap={16}
            tickFormatter={(ms) => day.format(Number(ms))}
          />
          <YAxis type="number" {...y} {...AXIS} width={48} tickFormatter={(count: number) => formatCount(count)} />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(ms) => hour(Number(ms))}
            formatter={(shown, name) => [
              Array.isArray(shown) ? rangeText([Number(shown[0]), Number(shown[1])]) : tasks(Number(shown)),
              name,
            ]}
          />
          <Area
            {...{ dataKey: "band", name: "90% interval", type: "step", stroke: "none" }}
            {...{ fill: "var(--color-series-2)", fillOpacity: 0.16, isAnimationActive: false }}
          />
          <ReferenceLine
            x={nowMs}
            stroke="var(--color-muted)"
            strokeDasharray="4 3"
            label={{ value: "now", position: "top", fill: "var(--color-muted)", fontSize: 12 }}
          />
          <Line dataKey="actual" name="Came" {...SERIES[0]} {...LINE} />
          <Line dataKey="mean" name="Foretold" {...SERIES[1]} {...LINE} />
        </ComposedChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

const LINE = { type: "linear", strokeWidth: 1.5, dot: false, isAnimationActive: false } as const;

const bandOf = ({ low90, high90 }: { low90: number; high90: number }): [number, number] => [low90, high90];
const rangeText = ([low, high]: [number, number]) => `${formatCount(low)} to ${formatCount(high)}`;

function midnights([fromMs, toMs]: [number, number]): number[] {
  const first = Math.ceil(fromMs / DAY_MS);
  const count = Math.floor(toMs / DAY_MS) - first + 1;
  return Array.from({ length: count }, (_, index) => (first + index) * DAY_MS);
}
