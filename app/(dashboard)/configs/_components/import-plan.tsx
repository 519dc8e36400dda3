import { Lamp } from "#components/ui/lamp.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ImportedConfiguration } from "#lib/contracts/configuration-exchange.ts";
import { describeValue, PROPERTIES } from "./properties.ts";

const STATES = {
  new: <Lamp state="caution" word="new" />,
  changed: <Lamp state="caution" word="changes" />,
  same: <Lamp state="off" word="stays" />,
} as const;

/** What an import would do with each configuration of the file. */
export function ImportPlan({ plan }: { plan: readonly ImportedConfiguration[] }) {
  return (
    <Table label="What the import does">
      <TableHead>
        <TableRow>
          <TableHeader>Configuration</TableHeader>
          <TableHeader>State</TableHeader>
          <TableHeader numeric>Revision</TableHeader>
          <TableHeader>Changes</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {plan.map(({ ref, state, revision, changes }) => (
          <TableRow key={ref}>
            <TableCell className="whitespace-nowrap align-top font-mono text-xs">{ref}</TableCell>
            <TableCell className="align-top">{STATES[state]}</TableCell>
            <TableCell numeric className="align-top">
              {revision}
            </TableCell>
            <TableCell className="min-w-48 break-words">
              {changes.map(({ path, before, after }) => (
                <p key={path}>
                  {PROPERTIES[path].label}: {shortened(before)} to {shortened(after)}
                </p>
              ))}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

const LONGEST = 60;

function shortened(value: unknown): string {
  const text = describeValue(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
