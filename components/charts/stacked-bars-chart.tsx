"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, GRID, REST, SERIES, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend, type LegendItem } from "./chart-legend.tsx";
import { niceScale } from "./scale.ts";

export interface StackedSeries {
  name: string;
  /** All the others together: drawn last, without a hue of its own. */
  rest: boolean;
  /** One a bucket. */
  amounts: readonly number[];
}

interface StackedBarsChartProps {
  label: string;
  empty: string;
  /** What the buckets are called, under the bars and in the table. */
  buckets: readonly string[];
  /** From the bottom up: at most six, and the rest. */
  series: readonly StackedSeries[];
  format: (amount: number) => string;
  /** The same in little room, at the axis. */
  formatTick: (amount: number) => string;
}

type HueIndex = Exclude<LegendItem["series"], "rest">;
const hueOf = (series: StackedSeries, index: number) => (series.rest ? REST : (SERIES[index] ?? REST)).stroke;

/** Amounts over time, one bar a bucket, stacked by what they are of. */
export function StackedBarsChart({ label, empty, buckets, series, format, formatTick }: StackedBarsChartProps) {
  const sums = buckets.map((_, at) => series.reduce((sum, { amounts }) => sum + (amounts[at] ?? 0), 0));
  const anything = sums.some((sum) => sum > 0);
  const data = buckets.map((bucket, at) => ({
    bucket,
    ...Object.fromEntries(series.map(({ amounts }, i) => [`s${i}`, amounts[at] ?? 0])),
  }));
  return (
    <ChartFrame
      label={label}
      empty={empty}
      heightPx={260}
      legend={
        <ChartLegend
          items={series.map((one, i) => ({
            name: one.name,
            series: one.rest ? "rest" : (i as HueIndex),
            mark: "square",
          }))}
        />
      }
      table={{
        headers: [
          { label: "From" },
          ...series.map(({ name }) => ({ label: name, numeric: true })),
          { label: "Together", numeric: true },
        ],
        rows: anything
          ? buckets.map((bucket, at) => [
              bucket,
              ...series.map(({ amounts }) => format(amounts[at] ?? 0)),
              format(sums[at] ?? 0),
            ])
          : [],
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={data} margin={{ top: 12, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis dataKey="bucket" {...AXIS} minTickGap={32} />
          <YAxis {...AXIS} {...niceScale(0, Math.max(...sums, 0))} width={64} tickFormatter={formatTick} />
          <Tooltip
            {...TOOLTIP}
            cursor={{ fill: "var(--color-sunken)" }}
            formatter={(value, name) => [format(Number(value)), name]}
          />
          {series.map((one, i) => (
            <Bar
              key={one.name}
              dataKey={`s${i}`}
              name={one.name}
              stackId="all"
              fill={hueOf(one, i)}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
