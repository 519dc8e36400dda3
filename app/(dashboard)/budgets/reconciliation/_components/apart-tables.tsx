import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import { TOKEN_CLASS_LABELS } from "#lib/contracts/reconciliation.ts";
import type { LabelRow, ReconciledRow } from "#lib/contracts/reconciliation-view.ts";

interface ApartTableProps {
  label: string;
  rows: readonly ReconciledRow[];
  tokens: (row: ReconciledRow) => number | null;
}

/** What stands apart from the comparison. */
export function ApartTable({ label, rows, tokens }: ApartTableProps) {
  return (
    <Table label={label}>
      <TableHead>
        <TableRow>
          <TableHeader>Name</TableHeader>
          <TableHeader>Tokens</TableHeader>
          <TableHeader numeric>Count</TableHeader>
          <TableHeader numeric>Billed, USD</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={`${row.model} ${row.tokenClass}`}>
            <TableCell className="break-words">{row.model}</TableCell>
            <TableCell>{row.tokenClass ? TOKEN_CLASS_LABELS[row.tokenClass] : "–"}</TableCell>
            <TableCell numeric>{count(tokens(row))}</TableCell>
            <TableCell numeric>
              <Money nanoUsd={row.billedNanoUsd} bare />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

export function LabelsTable({ labels }: { labels: readonly LabelRow[] }) {
  return (
    <Table label="Billed by project and key">
      <TableHead>
        <TableRow>
          <TableHeader>Project and key</TableHeader>
          <TableHeader numeric>Tokens</TableHeader>
          <TableHeader numeric>USD</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {labels.map(({ label, tokens, costNanoUsd }) => (
          <TableRow key={label}>
            <TableCell className="break-words">{label || "none named"}</TableCell>
            <TableCell numeric>{count(tokens)}</TableCell>
            <TableCell numeric>{costNanoUsd === null ? "–" : <Money nanoUsd={costNanoUsd} bare />}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

const count = (tokens: number | null) => (tokens === null ? "–" : formatCount(tokens));
