"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { RegressionView } from "#lib/contracts/health-check.ts";
import { formatCount, formatShare } from "../ui/figures.ts";
import { AXIS, GRID, SERIES, THRESHOLD, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { shareScale } from "./scale.ts";

const DAY_MS = 86_400_000;
const dayText = (ms: number) => new Date(ms).toISOString().slice(5, 10);

const bandText = ([low, high]: [number, number]) => `${formatShare(low)} to ${formatShare(high)}`;

/** Success day by day beside what is usual of the same tasks and hours, with the point of change and its interval. */
export function RegressionChart({ view }: { view: RegressionView }) {
  const { label, days, change } = view;
  const points = days.map(({ startAt, low, high, ...day }) => ({
    ...day,
    band: [low, high] as [number, number],
    atMs: Date.parse(startAt),
  }));
  const y = shareScale(points.flatMap(({ rate, usual, band }) => [rate, usual ?? rate, ...band]));
  const first = points[0]?.atMs ?? 0;
  const last = (points.at(-1)?.atMs ?? 0) + DAY_MS / 2;
  return (
    <ChartFrame
      label={`Success of ${label} by day (UTC), and what is usual of such tasks at such hours`}
      empty="Its first judged outcomes will appear here within an hour"
      heightPx={200}
      legend={
        <ChartLegend
          items={[
            { name: "came, with its 95% interval", series: 0, mark: "line" },
            {
              name: change ? "usual; the red line is the point of change, its shade the 95% interval" : "usual",
              series: 1,
              mark: "line",
            },
          ]}
        />
      }
      table={{
        headers: [
          { label: "Day (UTC)" },
          { label: "Outcomes", numeric: true },
          { label: "Succeeded", numeric: true },
          { label: "95% interval", numeric: true },
          { label: "Usual", numeric: true },
        ],
        rows: points.map(({ atMs, n, rate, band, usual }) => [
          new Date(atMs).toISOString().slice(0, 10),
          formatCount(n),
          formatShare(rate),
          bandText(band),
          usual === null ? "not known yet" : formatShare(usual),
        ]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={points} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            type="number"
            dataKey="atMs"
            domain={[first, last]}
            {...AXIS}
            minTickGap={40}
            tickFormatter={dayText}
          />
          <YAxis type="number" {...y} {...AXIS} width={48} tickFormatter={(share: number) => formatShare(share, 0)} />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(ms) => dayText(Number(ms))}
            formatter={(value, name) => [
              Array.isArray(value) ? bandText([Number(value[0]), Number(value[1])]) : formatShare(Number(value)),
              name,
            ]}
          />
          {change ? (
            <ReferenceArea
              x1={Math.max(first, Date.parse(change.from))}
              x2={Math.min(last, Date.parse(change.to))}
              fill="var(--color-danger)"
              fillOpacity={0.1}
            />
          ) : null}
          {change ? <ReferenceLine x={Date.parse(change.at)} {...THRESHOLD} /> : null}
          <Area
            {...{ dataKey: "band", name: "95% interval", stroke: "none", fill: "var(--color-series-1)" }}
            {...{ fillOpacity: 0.16, isAnimationActive: false }}
          />
          <Line dataKey="usual" name="Usual" {...SERIES[1]} strokeWidth={1.5} dot={false} isAnimationActive={false} />
          <Line dataKey="rate" name="Came" {...SERIES[0]} strokeWidth={1.5} dot={{ r: 2 }} isAnimationActive={false} />
        </ComposedChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
