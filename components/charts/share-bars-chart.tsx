"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatShare } from "../ui/figures.ts";
import { AXIS, GRID, SERIES, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { niceScale } from "./scale.ts";

interface ShareBarsChartProps {
  label: string;
  empty: string;
  /** What the two bars of each row are: "as decided", "under v4". */
  names: readonly [string, string];
  rows: readonly { name: string; first: number; second: number }[];
}

const ROW_PX = 34;
/** Beyond this the rest is in the table alone. */
const MOST = 20;

/** Two shares a row, side by side, the largest first. */
export function ShareBarsChart({ label, empty, names, rows }: ShareBarsChartProps) {
  const sorted = rows.toSorted((a, b) => Math.max(b.first, b.second) - Math.max(a.first, a.second));
  const shown = sorted.slice(0, MOST);
  const rest = sorted.length - shown.length;
  return (
    <ChartFrame
      label={rest === 0 ? label : `${label}; ${rest} more rows in the table`}
      empty={empty}
      heightPx={shown.length * ROW_PX + 32}
      table={{
        headers: [
          { label: "Agent" },
          { label: names[0], numeric: true },
          { label: names[1], numeric: true },
          { label: "Change, points", numeric: true },
        ],
        rows: sorted.map(({ name, first, second }) => [
          name,
          formatShare(first),
          formatShare(second),
          points(second - first),
        ]),
      }}
      legend={
        <ChartLegend
          items={[
            { name: names[0], series: 5, mark: "square" },
            { name: names[1], series: 0, mark: "square" },
          ]}
        />
      }
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={shown}
          layout="vertical"
          margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
          barGap={1}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke={GRID.stroke} horizontal={false} />
          <XAxis
            type="number"
            {...niceScale(0, Math.max(0, ...shown.flatMap(({ first, second }) => [first, second])))}
            {...AXIS}
            tickFormatter={(share: number) => formatShare(share, 0)}
          />
          <YAxis type="category" dataKey="name" {...AXIS} width={120} interval={0} />
          <Tooltip {...TOOLTIP} cursor={false} formatter={(value) => formatShare(Number(value))} />
          <Bar dataKey="first" name={names[0]} fill={SERIES[5].stroke} barSize={10} isAnimationActive={false} />
          <Bar dataKey="second" name={names[1]} fill={SERIES[0].stroke} barSize={10} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

function points(change: number): string {
  const amount = (Math.abs(change) * 100).toFixed(1);
  return change > 0 ? `+${amount}` : change < 0 ? `−${amount}` : amount;
}
