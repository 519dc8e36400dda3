import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { IntervalBar } from "#components/ui/interval-bar.tsx";
import { Meter } from "#components/ui/meter.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { CapabilityEvidence } from "#lib/contracts/agent-evidence.ts";

/** What an agent declares beside what its tasks asked for and how they ended. */
export function CapabilityTable({ capabilities }: { capabilities: readonly CapabilityEvidence[] }) {
  if (capabilities.length === 0) {
    return <EmptyState title="No capability declared">It can take tasks that require none.</EmptyState>;
  }
  return (
    <Table label="Capabilities">
      <TableHead>
        <TableRow>
          <TableHeader>Capability</TableHeader>
          <TableHeader className="min-w-32">Declared</TableHeader>
          <TableHeader numeric>0-1</TableHeader>
          <TableHeader numeric>Named by tasks</TableHeader>
          <TableHeader numeric>Read from texts</TableHeader>
          <TableHeader numeric>Outcomes, n</TableHeader>
          <TableHeader numeric>Success</TableHeader>
          <TableHeader className="min-w-40">95% interval</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {capabilities.map((one) => (
          <Row key={one.name} {...one} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ name, level, named, read, success, coveredNames }: CapabilityEvidence) {
  const covered = coveredNames.map((other) => `${other.name} (match ${other.match.toFixed(2)})`).join(", ");
  return (
    <TableRow>
      <TableCell>
        <span className="font-mono text-xs">{name}</span>
        {covered ? <span className="block text-muted text-xs">also asked for as {covered}</span> : null}
      </TableCell>
      <TableCell>
        {level === null ? (
          <Unknown word="not declared" />
        ) : (
          <Meter label={`Level of ${name}`} parts={[{ share: level, tone: "accent", label: level.toFixed(2) }]} />
        )}
      </TableCell>
      <TableCell numeric>{level === null ? "" : level.toFixed(2)}</TableCell>
      <TableCell numeric>{formatCount(named)}</TableCell>
      <TableCell numeric>{formatCount(read)}</TableCell>
      <TableCell numeric>{formatCount(success.n)}</TableCell>
      <TableCell numeric>{success.rate === null ? <Unknown word="no outcome" /> : formatShare(success.rate)}</TableCell>
      <TableCell>{success.rate === null ? null : <IntervalBar {...success} rate={success.rate} />}</TableCell>
    </TableRow>
  );
}
