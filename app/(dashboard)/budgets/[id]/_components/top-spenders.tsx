import Link from "next/link";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { SPENDER_DIMENSIONS, type Spender, type SpenderDimension } from "#lib/contracts/budget-detail.ts";
import { readTopSpenders } from "#lib/queries/top-spenders.ts";
import { pageContext } from "#lib/transport/page.ts";
import { costsHref } from "../../costs/search-params.ts";

const WORDS: Record<SpenderDimension, string> = { agent: "Agent", configuration: "Configuration", key: "Key" };

/** Who spends what the budget covers, and the way to all of it; reads what it needs itself. */
export async function TopSpenders({ budget }: { budget: BudgetView }) {
  const { by, from, totalNanoUsd } = await readTopSpenders({ ctx: await pageContext(), window: budget });
  if (by.agent.length === 0) {
    return (
      <EmptyState title="Who spends will appear here">
        With the first outcome of a task that was decided in this window.
      </EmptyState>
    );
  }
  const filters = Object.fromEntries(Object.entries(budget.scope).map(([part, value]) => [part, [value]]));
  return (
    <div className="grid gap-4 rail:grid-cols-3">
      {SPENDER_DIMENSIONS.map((dimension) => (
        <div key={dimension} className="flex min-w-0 flex-col gap-1">
          <SpenderTable dimension={dimension} spenders={by[dimension]} totalNanoUsd={totalNanoUsd} />
          <Link
            href={costsHref("/budgets/costs", { ...filters, by: dimension, from: new Date(from) })}
            className="self-start text-accent hover:underline"
          >
            All by {WORDS[dimension].toLowerCase()}
          </Link>
        </div>
      ))}
    </div>
  );
}

interface SpenderTableProps {
  dimension: SpenderDimension;
  spenders: readonly Spender[];
  totalNanoUsd: string;
}

function SpenderTable({ dimension, spenders, totalNanoUsd }: SpenderTableProps) {
  return (
    <Table label={`Spenders by ${WORDS[dimension].toLowerCase()}`}>
      <TableHead>
        <TableRow>
          <TableHeader>{WORDS[dimension]}</TableHeader>
          <TableHeader numeric>
            Cost <span className="font-normal">USD</span>
          </TableHeader>
          <TableHeader numeric>Share</TableHeader>
          <TableHeader numeric>Tasks</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {spenders.map(({ value, label, costNanoUsd, tasks, unpricedTasks }) => (
          <TableRow key={value ?? ""}>
            <TableCell className="break-all">{label}</TableCell>
            <TableCell numeric>
              <Money bare nanoUsd={unpricedTasks === tasks ? null : costNanoUsd} />
              {unpricedTasks > 0 && unpricedTasks < tasks ? (
                <span className="block text-muted text-xs">and {formatCount(unpricedTasks)} unpriced</span>
              ) : null}
            </TableCell>
            <TableCell numeric>
              {totalNanoUsd === "0" ? null : formatShare(Number(costNanoUsd) / Number(totalNanoUsd))}
            </TableCell>
            <TableCell numeric>{formatCount(tasks)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
