"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { LearningPoint } from "#lib/contracts/evaluation.ts";
import { formatCount, formatShare } from "../ui/figures.ts";
import { AXIS, axisTitle, GRID, SERIES, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { niceScale, shareScale } from "./scale.ts";

interface LearningCurveChartProps {
  points: readonly LearningPoint[];
  what: string;
  measure: "success" | "brier";
}

/** How much more history has helped: a measure on the same held-out tasks, learned from more and more rows. */
export function LearningCurveChart({ points, what, measure }: LearningCurveChartProps) {
  const known = points.flatMap((point) => {
    const value = point[measure];
    return value === null ? [] : [{ rows: point.rows, value }];
  });
  const values = known.map(({ value }) => value);
  const title = measure === "success" ? "Success of the choices" : "Brier score, less is better";
  const format = (value: number) => (measure === "success" ? formatShare(value) : value.toFixed(4));
  const x = niceScale(0, Math.max(1, ...known.map(({ rows }) => rows)));
  const y = measure === "success" ? shareScale(values) : niceScale(Math.min(...values), Math.max(...values));
  return (
    <ChartFrame
      label={`${title} of ${what} as it learned from more outcomes`}
      empty="There was too little history to draw how it learned"
      heightPx={220}
      table={{
        headers: [{ label: "Outcomes learned from" }, { label: title, numeric: true }],
        rows: known.map(({ rows, value }) => [formatCount(rows), format(value)]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={known} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            type="number"
            dataKey="rows"
            {...x}
            {...AXIS}
            height={40}
            tickFormatter={formatCount}
            label={axisTitle("Outcomes learned from")}
          />
          <YAxis type="number" {...y} {...AXIS} width={64} tickFormatter={format} />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(rows) => `${formatCount(Number(rows))} outcomes`}
            formatter={(value) => [format(Number(value)), title]}
          />
          <Line dataKey="value" {...SERIES[0]} strokeWidth={1.5} dot={{ r: 3 }} isAnimationActive={false} />
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
