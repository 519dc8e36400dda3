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
import type { SpendForecastView } from "#lib/contracts/spend-forecast.ts";
import { formatUsd, nanoToUsd } from "#lib/core/money.ts";
import { AXIS, GRID, SERIES, THRESHOLD, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { niceScale, timeTicks } from "./scale.ts";

interface Point {
  atMs: number;
  /** What is known. */
  known?: number;
  p50?: number;
  band80?: [number, number];
  band95?: [number, number];
}

const DAY_MS = 86_400_000;
const moment = (atMs: number) => `${new Date(atMs).toISOString().slice(5, 16).replace("T", " ")}`;
const inUsd = (usd: number) => formatUsd(BigInt(Math.round(usd * 1e9)));

/** What is left of a limit, or without one what is spent, so far and as foretold with the band of its intervals. */
export function BurnDownChart({ view }: { view: SpendForecastView }) {
  const { limitNanoUsd, forecast } = view;
  const value = (nano: string) => nanoToUsd(limitNanoUsd === null ? BigInt(nano) : BigInt(limitNanoUsd) - BigInt(nano));
  const range = (low: string, high: string): [number, number] => {
    const [a, b] = [value(low), value(high)];
    return a < b ? [a, b] : [b, a];
  };
  const points: Point[] = view.past.map(({ at, usedNanoUsd }) => ({ atMs: Date.parse(at), known: value(usedNanoUsd) }));
  const last = points.at(-1);
  if (forecast.kind === "forecast") {
    if (last?.known !== undefined) {
      Object.assign(last, { p50: last.known, band80: [last.known, last.known], band95: [last.known, last.known] });
    }
    for (const one of forecast.band) {
      points.push({
        atMs: Date.parse(one.at),
        p50: value(one.p50NanoUsd),
        band80: range(one.low80NanoUsd, one.high80NanoUsd),
        band95: range(one.low95NanoUsd, one.high95NanoUsd),
      });
    }
  }
  const what = limitNanoUsd === null ? "Spent" : "Left of the limit";
  const values = points.flatMap(({ known, band95 }) => [...(known === undefined ? [] : [known]), ...(band95 ?? [])]);
  const limitUsd = limitNanoUsd === null ? 0 : nanoToUsd(BigInt(limitNanoUsd));
  const y = niceScale(Math.min(0, ...values), Math.max(limitUsd, ...values, 1e-6));
  const ends: [number, number] = [Date.parse(view.windowStart), Date.parse(view.windowEnd)];
  const isShort = ends[1] - ends[0] <= 2 * DAY_MS;
  return (
    <ChartFrame
      label={`${what}, in USD, with what is foretold and its 80% and 95% intervals (UTC)`}
      empty="What was spent will appear here with the first outcome"
      heightPx={220}
      legend={
        <ChartLegend
          items={[
            { name: `${what} so far`, series: 0, mark: "line" },
            { name: "Foretold (median)", series: 1, mark: "line" },
          ]}
        />
      }
      table={{
        headers: [
          { label: "UTC" },
          { label: `${what}, USD`, numeric: true },
          { label: "Foretold, USD", numeric: true },
          { label: "80% interval, USD", numeric: true },
          { label: "95% interval, USD", numeric: true },
        ],
        rows: points.map((point) => [
          moment(point.atMs),
          point.known === undefined ? "" : inUsd(point.known),
          point.p50 === undefined ? "" : inUsd(point.p50),
          asRange(point.band80),
          asRange(point.band95),
        ]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={points} margin={{ top: 12, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            type="number"
            dataKey="atMs"
            domain={ends}
            ticks={timeTicks(...ends)}
            {...AXIS}
            minTickGap={48}
            tickFormatter={(atMs) => (isShort ? moment(Number(atMs)).slice(6) : moment(Number(atMs)).slice(0, 5))}
          />
          <YAxis type="number" {...y} {...AXIS} width={64} tickFormatter={inUsd} />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(atMs) => moment(Number(atMs))}
            formatter={(shown, name) => [
              Array.isArray(shown) ? asRange([Number(shown[0]), Number(shown[1])]) : inUsd(Number(shown)),
              name,
            ]}
          />
          <Area dataKey="band95" name="95% interval" {...BAND} fillOpacity={0.1} />
          <Area dataKey="band80" name="80% interval" {...BAND} fillOpacity={0.16} />
          {limitNanoUsd === null ? null : (
            <ReferenceLine
              y={0}
              {...THRESHOLD}
              label={{ value: "used up", position: "insideBottomRight", fill: "var(--color-danger)", fontSize: 12 }}
            />
          )}
          <Line dataKey="known" name={what} {...SERIES[0]} {...LINE} />
          <Line dataKey="p50" name="Foretold" {...SERIES[1]} {...LINE} />
        </ComposedChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

const BAND = { type: "monotone", stroke: "none", fill: "var(--color-series-2)", isAnimationActive: false } as const;
const LINE = { type: "monotone", strokeWidth: 1.5, dot: false, isAnimationActive: false } as const;

function asRange(range: [number, number] | undefined): string {
  return range === undefined ? "" : `${inUsd(range[0])} to ${inUsd(range[1])}`;
}
