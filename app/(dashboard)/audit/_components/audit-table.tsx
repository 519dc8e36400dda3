import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { AuditView } from "#lib/contracts/audit.ts";
import { auditHref } from "../search-params.ts";
import { EntryChanges } from "./entry-changes.tsx";

interface AuditTableProps {
  entries: AuditView[];
  filter: { entity: string | null; entityId: string | null; actor: string | null };
}

/** One row a change; actor and thing narrow the list when they are clicked. */
export function AuditTable({ entries, filter }: AuditTableProps) {
  return (
    <Table label="Audit entries">
      <TableHead>
        <TableRow>
          <TableHeader>When</TableHeader>
          <TableHeader>Who</TableHeader>
          <TableHeader>Did</TableHeader>
          <TableHeader>To</TableHeader>
          <TableHeader>What changed</TableHeader>
          <TableHeader>Request</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {entries.map((entry) => (
          <TableRow key={entry.id} className="align-top">
            <TableCell>
              <RelativeTime at={entry.at} />
            </TableCell>
            <TableCell>
              <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
                <Link
                  className="underline decoration-edge underline-offset-2"
                  href={auditHref({ ...filter, actor: entry.actorName })}
                >
                  {entry.actorName}
                </Link>
                {entry.actorKind === "user" ? null : <Badge>{entry.actorKind}</Badge>}
              </span>
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {entry.verb === "access.denied" ? <Badge tone="caution">{entry.verb}</Badge> : entry.verb}
            </TableCell>
            <TableCell className="min-w-60">
              <Link
                className="break-all font-mono text-xs underline decoration-edge underline-offset-2"
                href={auditHref({ ...filter, entity: entry.entity, entityId: entry.entityId })}
              >
                {entry.entityId}
              </Link>
            </TableCell>
            <TableCell className="min-w-60">
              <EntryChanges entry={entry} />
            </TableCell>
            <TableCell>
              <ShortId id={entry.requestId} what="request id" />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
