"use client";

import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { PairMeasureView } from "#lib/contracts/collaboration.ts";
import { EstimateText } from "../../_components/estimate-text.tsx";
import { FoundLamp } from "../../_components/found-lamp.tsx";
import { formatPercent, MEASURE_UNITS, MEASURE_WORDS } from "../../_components/measure-words.ts";

const COLUMNS: Column<PairMeasureView>[] = [
  {
    id: "measure",
    header: "Measure",
    cell: ({ measure }) => (
      <>
        {MEASURE_WORDS[measure]} <span className="text-muted text-xs">{MEASURE_UNITS[measure]}</span>
      </>
    ),
  },
  {
    id: "believed",
    header: "Best estimate",
    unit: "95% interval",
    numeric: true,
    cell: ({ measure, believed }) => <EstimateText measure={measure} estimate={believed} />,
  },
  {
    id: "observed",
    header: "Observed",
    unit: "95% interval",
    numeric: true,
    cell: ({ measure, observed }) => <EstimateText measure={measure} estimate={observed} />,
  },
  { id: "n", header: "Tasks", numeric: true, cell: ({ n }) => formatCount(n) },
  {
    id: "sign",
    header: "Sign is wrong",
    unit: "chance",
    numeric: true,
    cell: ({ falseSignRate }) => formatPercent(falseSignRate),
  },
  {
    id: "found",
    header: "Among all pairs",
    cell: ({ measure, believed, isFound }) => <FoundLamp measure={measure} value={believed.value} isFound={isFound} />,
  },
];

/** Every measure with both its estimates: of this pair alone, and drawn towards what pairs of the fleet are like. */
export function MeasureTable({ measures }: { measures: readonly PairMeasureView[] }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <DataTable
        label="What comes of it"
        rows={measures}
        columns={COLUMNS}
        rowId={({ measure }) => measure}
        empty={
          <EmptyState title="What comes of it will appear here">
            Once it is known how the tasks ended that were handed over.
          </EmptyState>
        }
      />
      <p className="text-muted text-xs">
        The best estimate is the observed difference, drawn towards what pairs of this fleet are like: the fewer tasks,
        the more. Better or worse are those that stand when all pairs are tested at once; at most 10% of them do so by
        chance.
      </p>
    </div>
  );
}
