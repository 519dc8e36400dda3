"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import type { ConfigurationView, RevisionView } from "#lib/contracts/configuration-view.ts";
import { ChangesTable } from "../../../_components/changes-table.tsx";
import { PROPERTIES } from "../../../_components/properties.ts";
import { restoreConfigurationAction } from "../../../actions.ts";

interface RevisionHistoryProps {
  configuration: ConfigurationView;
  revisions: RevisionView[];
  mayRestore: boolean;
}

export function RevisionHistory({ configuration, revisions, mayRestore }: RevisionHistoryProps) {
  return (
    <Table label="Revisions">
      <TableHead>
        <TableRow>
          <TableHeader numeric>Revision</TableHeader>
          <TableHeader>Saved</TableHeader>
          <TableHeader>By</TableHeader>
          <TableHeader>Why</TableHeader>
          <TableHeader>Changed</TableHeader>
          {mayRestore ? <TableHeader>Action</TableHeader> : null}
        </TableRow>
      </TableHead>
      <tbody>
        {revisions.map((entry, index) => (
          <TableRow key={entry.revision}>
            <TableCell numeric>{entry.revision}</TableCell>
            <TableCell>
              <RelativeTime at={entry.createdAt} />
            </TableCell>
            <TableCell className="whitespace-nowrap">{entry.authorName}</TableCell>
            <TableCell className="min-w-48">{entry.note}</TableCell>
            <TableCell className="min-w-48 text-muted">{describeChanges(entry, revisions[index + 1])}</TableCell>
            {mayRestore ? (
              <TableCell>
                {entry.revision === configuration.revision ? (
                  <span className="text-muted">in force</span>
                ) : (
                  <RestoreDialog configuration={configuration} entry={entry} />
                )}
              </TableCell>
            ) : null}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function describeChanges(entry: RevisionView, older: RevisionView | undefined): string {
  if (!older) return entry.revision === 1 ? "created" : "";
  return compareConfigs(older.settings, entry.settings)
    .map(({ path }) => PROPERTIES[path].label)
    .join(", ");
}

function RestoreDialog({ configuration, entry }: { configuration: ConfigurationView; entry: RevisionView }) {
  const router = useRouter();
  const { ref, provider, name, revision, settings } = configuration;
  const changes = compareConfigs(settings, entry.settings);
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Restore revision ${entry.revision}`} disabled={changes.length === 0}>
          Restore
        </Button>
      }
      title={`Restore revision ${entry.revision} of ${ref}?`}
      consequences={[
        `It becomes revision ${revision + 1}; revision ${revision} stays in the list.`,
        "Decisions from now on name the new revision.",
      ]}
      reason="Why"
      confirmLabel="Restore"
      action={(note) =>
        restoreConfigurationAction({ provider, name, revision: entry.revision, baseRevision: revision, note })
      }
      done={`Revision ${entry.revision} of ${ref} is back.`}
      onDone={() => router.refresh()}
    >
      <ChangesTable label="What changes" changes={changes} heads={["Now", "Restored"]} />
    </ConfirmDialog>
  );
}
