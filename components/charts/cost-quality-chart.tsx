"use client";

import { CartesianGrid, ResponsiveContainer, Scatter, ScatterChart, Tooltip, XAxis, YAxis, ZAxis } from "recharts";
import type { CostQualityReport, CostQualityReportPoint } from "#lib/contracts/evaluation.ts";
import { formatShare } from "../ui/figures.ts";
import { AXIS, axisTitle, GRID, SERIES, TOOLTIP } from "./axes.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { niceScale, shareScale } from "./scale.ts";

/** Mean costs of a task are often fractions of a cent. */
const usd = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumSignificantDigits: 3 });
const inUsd = (amount: number) => usd.format(amount);

type Point = CostQualityReportPoint & { name: string };

const named = (points: readonly CostQualityReportPoint[], name: string): Point[] =>
  points.map((point, index) => ({ ...point, name: points.length > 1 ? `${name}, point ${index + 1}` : name }));

/** What success costs: every single agent, and the choices that the version makes as cost weighs more. */
export function CostQualityChart({ report, what }: { report: CostQualityReport; what: string }) {
  const { curve, hull, chosen, bestSingle } = report;
  const singles = report.singles.map((point) => ({ ...point, name: point.agent }));
  const own = { ...chosen, name: `${what} as it would route` };
  const best = { ...bestSingle, name: `Best single agent, ${bestSingle.agent}` };
  const all = [...named(curve, "Curve"), ...named(hull, "Hull"), ...singles, own, best];
  const x = niceScale(0, Math.max(...all.map(({ costUsd }) => costUsd)));
  const y = shareScale(all.map(({ success }) => success));
  const still = { isAnimationActive: false } as const;
  return (
    <ChartFrame
      label={`Success against mean cost of a task: single agents, and ${what} as cost weighs more and more`}
      empty="Costs are not known for enough outcomes to compare"
      heightPx={320}
      table={{
        headers: [{ label: "Choice" }, { label: "Mean cost, USD", numeric: true }, { label: "Success", numeric: true }],
        rows: [own, best, ...singles.filter(({ agent }) => agent !== bestSingle.agent), ...named(curve, "Curve")].map(
          ({ name, costUsd, success }) => [name, inUsd(costUsd), formatShare(success)],
        ),
      }}
      legend={
        <ChartLegend
          items={[
            { name: `${what}, cost weighing more to the left`, series: 0, mark: "line" },
            { name: "Best of the curve (hull)", series: 1, mark: "line" },
            { name: `${what} as it would route`, series: 0, mark: "diamond" },
            { name: "Single agents", series: 5, mark: "circle" },
            { name: "Best single agent", series: 3, mark: "square" },
          ]}
        />
      }
    >
      <ResponsiveContainer width="100%" height="100%">
        <ScatterChart margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...GRID} />
          <XAxis
            type="number"
            dataKey="costUsd"
            name="Mean cost"
            {...x}
            {...AXIS}
            height={40}
            tickFormatter={inUsd}
            label={axisTitle("Mean cost of a task, USD")}
          />
          <YAxis
            type="number"
            dataKey="success"
            name="Success"
            {...y}
            {...AXIS}
            width={56}
            tickFormatter={(share: number) => formatShare(share, 0)}
          />
          <ZAxis range={[48, 48]} />
          <Tooltip {...TOOLTIP} content={<PointTooltip />} />
          <Scatter data={singles} fill={SERIES[5].stroke} {...still} />
          <Scatter data={named(hull, "Hull")} line={{ ...SERIES[1], strokeWidth: 1.5 }} shape={nothing} {...still} />
          <Scatter data={named(curve, "Curve")} line={{ ...SERIES[0], strokeWidth: 1.5 }} shape={dot} {...still} />
          <Scatter data={[best]} fill={SERIES[3].stroke} shape="square" {...still} />
          <Scatter data={[own]} fill={SERIES[0].stroke} shape="diamond" {...still} />
        </ScatterChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

const nothing = () => <g />;
const dot = ({ cx, cy }: { cx?: number; cy?: number }) => <circle cx={cx} cy={cy} r={2} fill={SERIES[0].stroke} />;

function PointTooltip({ active, payload }: { active?: boolean; payload?: readonly { payload?: Point }[] }) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div style={TOOLTIP.contentStyle}>
      <p className="font-medium text-ink">{point.name}</p>
      <p className="text-muted">
        {formatShare(point.success)} at {inUsd(point.costUsd)} a task
      </p>
    </div>
  );
}
