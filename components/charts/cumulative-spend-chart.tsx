"use client";

import { Area, AreaChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatUsd, nanoToUsd, usdToNano } from "#lib/core/money.ts";
import { AXIS, GRID, SERIES, THRESHOLD, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";

interface CumulativeSpendChartProps {
  hours: readonly { start: string; spentNanoUsd: string }[];
  timeZone: string;
  limit: { name: string; nanoUsd: string } | null;
}

const asText = (usd: number) => formatUsd(usdToNano(usd.toFixed(9)));

const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** The next amount whose quarters are easy to read: 2.93 -> 4, 26 -> 40. */
function roundUp(usd: number): number {
  if (usd <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(usd));
  return ([1, 2, 4, 6, 8].find((step) => step * power >= usd) ?? 10) * power;
}

/** Settled spending of the day so far, added up hour by hour, against its limit. */
export function CumulativeSpendChart({ hours, timeZone, limit }: CumulativeSpendChartProps) {
  let sum = 0n;
  const points = hours.map(({ start, spentNanoUsd }) => {
    sum += BigInt(spentNanoUsd);
    return { hour: start.slice(11, 16), usd: nanoToUsd(sum), nano: sum, hourNano: BigInt(spentNanoUsd) };
  });
  const limitUsd = limit === null ? null : nanoToUsd(BigInt(limit.nanoUsd));
  const top = roundUp(Math.max(points.at(-1)?.usd ?? 0, limitUsd ?? 0));
  return (
    <ChartFrame
      label={`Spent today, added up by the hour, in USD (${timeZone})`}
      empty="Spending of today will appear here with the first outcome"
      table={{
        headers: [
          { label: `Hour (${timeZone})` },
          { label: "In the hour, USD", numeric: true },
          { label: "So far, USD", numeric: true },
        ],
        rows: points.map((point) => [point.hour, formatUsd(point.hourNano), formatUsd(point.nano)]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={points} margin={{ top: 12, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis dataKey="hour" {...AXIS} minTickGap={32} />
          <YAxis
            {...AXIS}
            width={56}
            domain={[0, top]}
            ticks={QUARTERS.map((part) => part * top)}
            tickFormatter={asText}
          />
          <Tooltip {...TOOLTIP} formatter={(value) => [asText(Number(value)), "Spent so far"]} />
          {limit && limitUsd !== null ? (
            <ReferenceLine
              y={limitUsd}
              {...THRESHOLD}
              label={{
                value: `${limit.name}, ${asText(limitUsd)}`,
                position: "insideTopRight",
                fill: "var(--color-danger)",
                fontSize: 12,
              }}
            />
          ) : null}
          <Area
            dataKey="usd"
            type="stepAfter"
            {...SERIES[0]}
            strokeWidth={1.5}
            fill="var(--color-series-1)"
            fillOpacity={0.16}
            isAnimationActive={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
