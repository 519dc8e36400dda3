import type { ReactNode } from "react";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { CostFigures, CostRow } from "#lib/contracts/cost-explorer.ts";
import {
  costOfSuccess,
  costOfThousandTokens,
  isCostUnknown,
  tokensOf,
  type UnitCost,
} from "#lib/contracts/unit-costs.ts";
import { UnitCostText } from "./unit-cost-text.tsx";

/** A column of figures: what it sorts by, null where that is unknown. */
export interface CostColumn {
  id: string;
  header: string;
  unit?: string;
  /** Shown where any row has something of it. */
  rare?: (figures: CostFigures) => boolean;
  sortBy: (row: CostRow) => number | null;
  cell: (row: CostRow, total: CostFigures) => ReactNode;
}

export const COST_COLUMNS: readonly CostColumn[] = [
  {
    id: "cost",
    header: "Cost",
    unit: "USD",
    sortBy: costOf,
    cell: (row) => <Money bare nanoUsd={isCostUnknown(row) ? null : row.costNanoUsd} />,
  },
  {
    id: "share",
    header: "Share",
    sortBy: costOf,
    cell: (row, total) => (isCostUnknown(row) || total.costNanoUsd === "0" ? null : formatShare(shareOf(row, total))),
  },
  {
    id: "tasks",
    header: "Tasks",
    sortBy: ({ tasks }) => tasks,
    cell: ({ tasks }) => (tasks === null ? null : formatCount(tasks)),
  },
  unit("success", "A success", costOfSuccess),
  unit("thousand", "1,000 tokens", costOfThousandTokens),
  {
    id: "tokens",
    header: "Tokens",
    sortBy: (row) => tokensOf(row.tokens),
    cell: (row) =>
      tokensOf(row.tokens) === 0 && row.unmeasuredTasks > 0 ? <Unknown /> : formatCount(tokensOf(row.tokens)),
  },
  {
    id: "savings",
    header: "Cache saved",
    unit: "USD",
    rare: ({ cacheSavingsNanoUsd }) => cacheSavingsNanoUsd !== null,
    sortBy: ({ cacheSavingsNanoUsd }) => (cacheSavingsNanoUsd === null ? null : Number(cacheSavingsNanoUsd)),
    cell: ({ cacheSavingsNanoUsd }) =>
      cacheSavingsNanoUsd === null ? null : <Money bare nanoUsd={cacheSavingsNanoUsd} />,
  },
  {
    id: "unpriced",
    header: "Unpriced",
    unit: "tasks",
    rare: ({ unpricedTasks }) => unpricedTasks > 0,
    sortBy: ({ unpricedTasks }) => unpricedTasks,
    cell: ({ unpricedTasks }) => (unpricedTasks === 0 ? null : formatCount(unpricedTasks)),
  },
];

function costOf(row: CostRow): number | null {
  return isCostUnknown(row) ? null : Number(row.costNanoUsd);
}

const shareOf = (row: CostRow, total: CostFigures) =>
  Number((BigInt(row.costNanoUsd) * 100_000n) / BigInt(total.costNanoUsd)) / 100_000;

function unit(id: string, header: string, of: (figures: CostFigures) => UnitCost | null): CostColumn {
  return {
    id,
    header,
    unit: "USD",
    sortBy: (row) => {
      const cost = of(row);
      return cost === null ? null : Number(cost.nanoUsd);
    },
    // A class of tokens succeeds at nothing by itself.
    cell: (row) => (id === "success" && row.tasks === null ? null : <UnitCostText bare cost={of(row)} />),
  };
}
