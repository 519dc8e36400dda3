import Link from "next/link";
import { Section } from "#components/ui/card.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { CostExplorerRequest, CostRow } from "#lib/contracts/cost-explorer.ts";
import { readCosts } from "#lib/queries/cost-explorer.ts";
import { pageQuery } from "#lib/transport/page.ts";

const SHOWN = 50;

/** What nobody knows the cost of, by model, with the way to give it a price; it reads what it needs itself. */
export async function UnpricedUsage({ request }: { request: Omit<CostExplorerRequest, "by"> }) {
  const { rows } = await pageQuery(readCosts, { ...request, by: ["model", "provider"] });
  const unpriced = rows.filter(({ unpricedTasks }) => unpricedTasks > 0).toSorted(mostFirst);
  if (unpriced.length === 0) return null;
  return (
    <Section title="Without a price" note="In no amount above: what it cost is unknown, not nothing">
      <Table label="Usage without a price">
        <TableHead>
          <TableRow>
            <TableHeader>Model</TableHeader>
            <TableHeader>Provider</TableHeader>
            <TableHeader numeric>Tasks</TableHeader>
            <TableHeader numeric>Tokens</TableHeader>
            <TableHeader>What to do</TableHeader>
          </TableRow>
        </TableHead>
        <tbody>
          {unpriced.slice(0, SHOWN).map((row) => (
            <UnpricedLine key={row.values.map(({ value }) => value).join(" ")} row={row} />
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

const mostFirst = (a: CostRow, b: CostRow) => b.unpricedTokens - a.unpricedTokens || b.unpricedTasks - a.unpricedTasks;

function UnpricedLine({ row: { values, unpricedTasks, unpricedTokens } }: { row: CostRow }) {
  const [model, provider] = values;
  return (
    <TableRow>
      <TableCell className="font-mono text-xs">{model?.label}</TableCell>
      <TableCell>{provider?.label}</TableCell>
      <TableCell numeric>{formatCount(unpricedTasks)}</TableCell>
      <TableCell numeric>{formatCount(unpricedTokens)}</TableCell>
      <TableCell>
        {model?.value ? (
          <Link
            href={`/configs/catalogue?${new URLSearchParams({ q: model.value, ...(provider?.value && { provider: provider.value }) })}`}
            className="text-accent underline"
          >
            Set a price
          </Link>
        ) : (
          <span className="text-muted">Report cost_usd, or the tokens, with the outcome</span>
        )}
      </TableCell>
    </TableRow>
  );
}
