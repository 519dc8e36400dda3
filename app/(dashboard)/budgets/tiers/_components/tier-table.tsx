import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatDuration, formatShare } from "#components/ui/figures.ts";
import { IntervalBar } from "#components/ui/interval-bar.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { TierRecord } from "#lib/contracts/tier-comparison.ts";
import { formatUsd } from "#lib/core/money.ts";

const HEADERS = ["Tasks", "Success", "n", "p50", "p95", "1,000 tasks, USD", "1,000 successes, USD", "n priced"];

/** What each tier did; a dash where too few outcomes say anything. */
export function TierTable({ label, rows }: { label: string; rows: readonly TierRecord[] }) {
  if (rows.length === 0) {
    return <EmptyState title="Tiers will appear here">Each needs tasks that ended with an outcome.</EmptyState>;
  }
  const typed = rows.some(({ taskType }) => taskType !== null);
  return (
    <Table label={label}>
      <TableHead>
        <TableRow>
          {typed ? <TableHeader>Task type</TableHeader> : null}
          <TableHeader>Tier</TableHeader>
          {HEADERS.map((header) => (
            <TableHeader key={header} numeric={header !== "Success"}>
              {header}
            </TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={`${row.taskType} ${row.tier}`}>
            {typed ? <TableCell>{row.taskType}</TableCell> : null}
            <TableCell>{row.tier}</TableCell>
            <TableCell numeric>{formatCount(row.tasks)}</TableCell>
            <TableCell>
              {row.success ? (
                <span className="flex min-w-40 items-center gap-2">
                  <span className="w-12 text-right">{formatShare(row.success.value)}</span>
                  <IntervalBar rate={row.success.value} low={row.success.low} high={row.success.high} />
                </span>
              ) : (
                "–"
              )}
            </TableCell>
            <TableCell numeric>{formatCount(row.judged)}</TableCell>
            <TableCell numeric>
              <WithInterval figure={row.p50Ms} write={formatDuration} />
            </TableCell>
            <TableCell numeric>{row.p95Ms === null ? "–" : formatDuration(row.p95Ms)}</TableCell>
            <TableCell numeric>
              <WithInterval figure={row.costNanoUsd} write={usd} />
            </TableCell>
            <TableCell numeric>
              <WithInterval figure={row.costOfSuccessNanoUsd} write={usd} />
            </TableCell>
            <TableCell numeric>{formatCount(row.priced)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

/** Of a thousand: single tasks differ in digits nobody reads. */
const usd = (nano: number) => formatUsd(BigInt(Math.round(nano * 1000)));

function WithInterval({ figure, write }: { figure: TierRecord["p50Ms"]; write: (value: number) => string }) {
  if (!figure) return "–";
  return (
    <span className="whitespace-nowrap">
      {write(figure.value)}
      <span className="block text-muted text-xs">
        {write(figure.low)} to {write(figure.high)}
      </span>
    </span>
  );
}
