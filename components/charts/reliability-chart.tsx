"use client";

import {
  Bar,
  BarChart,
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ReliabilityBin } from "#lib/contracts/evaluation.ts";
import { formatCount, formatShare } from "../ui/figures.ts";
import { AXIS, axisTitle, GRID, SERIES, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { shareScale } from "./scale.ts";

const Y_WIDTH = 56;
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const percent = (share: number) => formatShare(share, 0);

interface ReliabilityChartProps {
  bins: readonly ReliabilityBin[];
  /** Whose predictions. */
  what: string;
  /** What is predicted: "success". */
  event: string;
}

/**
 * What was foretold against what happened, bin by bin, with 95% intervals and the line of perfect calibration; the
 * number of outcomes in each bin stands under it on the same axis.
 */
export function ReliabilityChart({ bins, what, event }: ReliabilityChartProps) {
  const points = bins
    .filter(({ count }) => count > 0)
    .map((bin) => ({ ...bin, error: [bin.observed - bin.low, bin.high - bin.observed] }));
  const { domain, ticks } = shareScale(points.flatMap(({ predicted, low, high }) => [predicted, low, high]));
  const axis = { type: "number", domain, ticks, tickFormatter: percent, ...AXIS } as const;
  return (
    <ChartFrame
      label={`Predicted against observed ${event} of ${what}, with 95% intervals and the count n of each bin`}
      empty="Nothing was held out to check the predictions on"
      heightPx={320}
      table={{
        headers: [
          { label: "Bin" },
          { label: "Count", numeric: true },
          { label: "Predicted", numeric: true },
          { label: "Observed", numeric: true },
          { label: "95% interval", numeric: true },
        ],
        rows: points.map(({ count, predicted, observed, low, high }, index) => [
          String(index + 1),
          formatCount(count),
          formatShare(predicted),
          formatShare(observed),
          `${formatShare(low)} to ${formatShare(high)}`,
        ]),
      }}
      legend={
        <ChartLegend
          items={[
            { name: "Observed, with its 95% interval", series: 0, mark: "circle" },
            { name: "Perfect calibration", series: 1, mark: "line" },
          ]}
        />
      }
    >
      <div className="flex h-full flex-col">
        <ResponsiveContainer width="100%" height="74%">
          <ScatterChart margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid {...GRID} />
            <XAxis dataKey="predicted" name="Predicted" {...axis} tick={false} height={8} />
            <YAxis dataKey="observed" name="Observed" {...axis} width={Y_WIDTH} />
            <ReferenceLine
              segment={[
                { x: domain[0], y: domain[0] },
                { x: domain[1], y: domain[1] },
              ]}
              {...SERIES[1]}
            />
            <Tooltip {...TOOLTIP} formatter={(value) => formatShare(Number(value))} />
            <Scatter data={points} fill={SERIES[0].stroke} isAnimationActive={false}>
              <ErrorBar
                dataKey="error"
                direction="y"
                width={4}
                stroke={SERIES[0].stroke}
                strokeWidth={1.5}
                isAnimationActive={false}
              />
            </Scatter>
          </ScatterChart>
        </ResponsiveContainer>
        <ResponsiveContainer width="100%" height="26%">
          <BarChart data={points} margin={MARGIN} accessibilityLayer={false}>
            <XAxis dataKey="predicted" {...axis} height={34} label={axisTitle(`Predicted ${event}`)} />
            <YAxis {...AXIS} width={Y_WIDTH} tickCount={2} allowDecimals={false} label={sideTitle("n")} />
            <Tooltip {...TOOLTIP} labelFormatter={(at) => `Predicted ${formatShare(Number(at))}`} />
            <Bar dataKey="count" name="Count" fill={SERIES[0].stroke} barSize={10} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </ChartFrame>
  );
}

const sideTitle = (value: string) => ({
  value,
  position: "insideLeft" as const,
  fill: "var(--color-muted)",
  fontSize: 12,
});
