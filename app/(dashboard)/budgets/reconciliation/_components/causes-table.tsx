import { Money } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import { type CauseView, GAP_CAUSE_WORDS } from "#lib/contracts/reconciliation-view.ts";

/** Why the two sides differ, the largest amount first; together they are the gap. */
export function CausesTable({ causes, gapNanoUsd }: { causes: readonly CauseView[]; gapNanoUsd: string }) {
  if (causes.length === 0) return <p className="text-muted">Nothing differs.</p>;
  return (
    <Table label="Why they differ">
      <TableHead>
        <TableRow>
          <TableHeader>Cause</TableHeader>
          <TableHeader numeric>USD</TableHeader>
          <TableHeader>What it means</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {causes.map(({ cause, nanoUsd }) => (
          <TableRow key={cause}>
            <TableCell className="whitespace-nowrap font-medium">{GAP_CAUSE_WORDS[cause].name}</TableCell>
            <TableCell numeric>
              <Money nanoUsd={nanoUsd} bare />
            </TableCell>
            <TableCell className="min-w-60 text-muted">{GAP_CAUSE_WORDS[cause].means}</TableCell>
          </TableRow>
        ))}
        <TableRow>
          <TableCell className="font-medium">Gap</TableCell>
          <TableCell numeric className="font-medium">
            <Money nanoUsd={gapNanoUsd} bare />
          </TableCell>
          <TableCell className="text-muted">Billed minus known</TableCell>
        </TableRow>
      </tbody>
    </Table>
  );
}
