import { EmptyState } from "#components/ui/empty-state.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";

interface ParameterChangesProps {
  left: number;
  right: number;
  /** Those that differ, as JSON; null: absent. */
  changes: readonly { name: string; old: string | null; fresh: string | null }[];
}

/** What training was told differently: data, seed and parameters. */
export function ParameterChanges({ left, right, changes }: ParameterChangesProps) {
  if (changes.length === 0) return <EmptyState title="Same data, same seed, same parameters" />;
  return (
    <Table label="Parameters that differ">
      <TableHead>
        <TableRow>
          <TableHeader>Parameter</TableHeader>
          <TableHeader>v{left}</TableHeader>
          <TableHeader>v{right}</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {changes.map(({ name, old, fresh }) => (
          <TableRow key={name}>
            <TableCell className="whitespace-nowrap align-top">{name}</TableCell>
            {[old, fresh].map((value, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: left and right never move
              <TableCell key={index} className="max-w-96 break-all align-top font-mono text-xs">
                {value ?? <Unknown word="absent" />}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
