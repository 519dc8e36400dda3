import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { PropertyChange } from "#lib/contracts/configuration-changes.ts";
import { describeValue, PROPERTIES } from "./properties.ts";

interface ChangesTableProps {
  label: string;
  changes: readonly PropertyChange[];
  /** Heads of the two value columns: before and after, or yours and theirs. */
  heads: readonly [string, string];
}

/** Two versions side by side, property by property. */
export function ChangesTable({ label, changes, heads }: ChangesTableProps) {
  return (
    <Table label={label}>
      <TableHead>
        <TableRow>
          <TableHeader>Property</TableHeader>
          {heads.map((head) => (
            <TableHeader key={head} className="w-[42%]">
              {head}
            </TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <TableRow key={path}>
            <TableCell className="whitespace-nowrap align-top">{PROPERTIES[path].label}</TableCell>
            <TableCell className="max-w-72 whitespace-pre-wrap break-words align-top">
              {describeValue(before)}
            </TableCell>
            <TableCell className="max-w-72 whitespace-pre-wrap break-words align-top">{describeValue(after)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
