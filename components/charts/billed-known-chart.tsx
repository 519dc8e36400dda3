"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ReconciledDay } from "#lib/contracts/reconciliation-view.ts";
import { formatUsd, nanoToUsd } from "#lib/core/money.ts";
import { AXIS, GRID, SERIES, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { niceScale } from "./scale.ts";

const usd = (nano: string | null) => (nano === null ? 0 : nanoToUsd(BigInt(nano)));
const text = (nano: string | null) => (nano === null ? "no export" : formatUsd(BigInt(nano)));
const axisText = (amount: number) => formatUsd(BigInt(Math.round(amount * 1e9)));

/** What was billed for each day beside what is known of it, calls and reports on top of each other. */
export function BilledKnownChart({ days, provider }: { days: readonly ReconciledDay[]; provider: string }) {
  const points = days.map(({ day, billedNanoUsd, seenNanoUsd, reportedNanoUsd }) => ({
    day,
    billed: usd(billedNanoUsd),
    seen: usd(seenNanoUsd),
    reported: usd(reportedNanoUsd),
  }));
  const values = points.flatMap(({ billed, seen, reported }) => [billed, seen + reported]);
  const y = niceScale(Math.min(0, ...values), Math.max(1e-6, ...values));
  return (
    <ChartFrame
      label={`Billed by ${provider} and known to Signalbox by UTC day, in USD`}
      empty="Days will appear here with the first export"
      heightPx={220}
      legend={
        <ChartLegend
          items={[
            { name: "Billed", series: 5, mark: "square" },
            { name: "Through Signalbox", series: 0, mark: "square" },
            { name: "Reported by agents", series: 1, mark: "square" },
          ]}
        />
      }
      table={{
        headers: [
          { label: "Day (UTC)" },
          { label: "Billed, USD", numeric: true },
          { label: "Through Signalbox, USD", numeric: true },
          { label: "Reported by agents, USD", numeric: true },
          { label: "Gap, USD", numeric: true },
        ],
        rows: days.map((one) => [
          one.day,
          text(one.billedNanoUsd),
          text(one.seenNanoUsd),
          text(one.reportedNanoUsd),
          text(one.gapNanoUsd),
        ]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={points}
          margin={{ top: 12, right: 8, bottom: 0, left: 0 }}
          barGap={1}
          accessibilityLayer={false}
        >
          <CartesianGrid {...GRID} />
          <XAxis dataKey="day" {...AXIS} minTickGap={24} tickFormatter={(day: string) => day.slice(5)} />
          <YAxis {...y} {...AXIS} width={64} tickFormatter={axisText} />
          <Tooltip {...TOOLTIP} cursor={false} formatter={(value) => axisText(Number(value))} />
          <Bar dataKey="billed" name="Billed" {...BAR} stackId="billed" fill={SERIES[5].stroke} />
          <Bar dataKey="seen" name="Through Signalbox" {...BAR} stackId="known" fill={SERIES[0].stroke} />
          <Bar dataKey="reported" name="Reported by agents" {...BAR} stackId="known" fill={SERIES[1].stroke} />
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

const BAR = { maxBarSize: 18, isAnimationActive: false } as const;
