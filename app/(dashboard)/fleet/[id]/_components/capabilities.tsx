import { EmptyState } from "#components/ui/empty-state.tsx";
import { Meter } from "#components/ui/meter.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";

export function Capabilities({ capabilities }: { capabilities: { name: string; level: number }[] }) {
  if (capabilities.length === 0) {
    return <EmptyState title="No capability declared">It can take tasks that require none.</EmptyState>;
  }
  const sorted = [...capabilities].sort((a, b) => b.level - a.level || a.name.localeCompare(b.name));
  return (
    <Table label="Capabilities">
      <TableHead>
        <TableRow>
          <TableHeader>Capability</TableHeader>
          <TableHeader className="w-1/2">Level</TableHeader>
          <TableHeader numeric>0-1</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {sorted.map(({ name, level }) => (
          <TableRow key={name}>
            <TableCell className="font-mono text-xs">{name}</TableCell>
            <TableCell>
              <Meter label={`Level of ${name}`} parts={[{ share: level, tone: "accent", label: level.toFixed(2) }]} />
            </TableCell>
            <TableCell numeric>{level.toFixed(2)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
