import Link from "next/link";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { CollaboratorsView } from "#lib/contracts/agent-evidence.ts";
import { EstimateText } from "../../../collaboration/_components/estimate-text.tsx";
import { FoundLamp } from "../../../collaboration/_components/found-lamp.tsx";
import { pairHref } from "../../../collaboration/search-params.ts";

interface CollaboratorsProps {
  fleet: string;
  agent: string;
  view: CollaboratorsView;
}

/** With whom the agent does better or worse than alone, each a way to the evidence. */
export function Collaborators({ fleet, agent, view: { version, pairs } }: CollaboratorsProps) {
  if (version === null) {
    return (
      <EmptyState title="No behaviour model is in production">
        Once one is, those with whom it does better or worse will appear here.
      </EmptyState>
    );
  }
  if (pairs.length === 0) return <EmptyState title="It has handed nothing over and taken nothing over yet" />;
  return (
    <Table label="Collaborators">
      <TableHead>
        <TableRow>
          <TableHeader>Pair</TableHeader>
          <TableHeader>Who gains</TableHeader>
          <TableHeader numeric>Tasks, n</TableHeader>
          <TableHeader numeric>Success, difference</TableHeader>
          <TableHeader>Found</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {pairs.map((pair) => (
          <TableRow key={`${pair.from} ${pair.to}`}>
            <TableCell>
              <Link
                className="whitespace-nowrap font-medium hover:underline"
                href={pairHref(fleet, pair.from, pair.to)}
              >
                {pair.from} → {pair.to}
              </Link>
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted">
              {pair.to === agent ? `${agent}, after ${pair.from}` : `${pair.to}, after ${agent}`}
            </TableCell>
            <TableCell numeric>{formatCount(pair.n)}</TableCell>
            <TableCell numeric>
              <EstimateText measure="success" estimate={pair} />
            </TableCell>
            <TableCell>
              <FoundLamp measure="success" value={pair.value} isFound={pair.isFound} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
