import { Alert } from "#components/ui/alert.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ExportPreview } from "#lib/contracts/reconciliation-view.ts";

type Found = NonNullable<ExportPreview["found"]>;

/** What was read of a file, before it is kept. */
export function PreviewOfExport({ found }: { found: Found }) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {found.sameAs ? (
        <Alert
          tone="caution"
          title={`This file was uploaded already, on ${found.sameAs.createdAt.slice(0, 10)} by ${found.sameAs.authorName}.`}
        />
      ) : (
        <Alert tone="ok" title={`Read as ${found.format}.`} />
      )}
      <DefinitionList
        facts={[
          { term: "Days (UTC)", value: `${found.firstDay} to ${found.lastDay}` },
          { term: "Rows with usage", value: formatCount(found.fileRows) },
          { term: "Tokens", value: found.tokens === null ? "not told" : formatCount(found.tokens) },
          {
            term: "Amounts",
            value: found.billedNanoUsd === null ? "not told" : <Money nanoUsd={found.billedNanoUsd} />,
          },
        ]}
      />
      {found.findings.length > 0 ? (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
          {found.findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      ) : null}
      <Disclosure label={`What is billed: ${formatCount(found.models.length)}`}>
        <ModelsOfExport found={found} />
      </Disclosure>
    </div>
  );
}

function ModelsOfExport({ found }: { found: Found }) {
  return (
    <Table label="What is billed">
      <TableHead>
        <TableRow>
          <TableHeader>Billed as</TableHeader>
          <TableHeader numeric>Tokens</TableHeader>
          <TableHeader numeric>USD</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {found.models.map(({ billedAs, tokens, costNanoUsd }) => (
          <TableRow key={billedAs}>
            <TableCell className="break-words">{billedAs || "not broken down"}</TableCell>
            <TableCell numeric>{tokens === null ? "–" : formatCount(tokens)}</TableCell>
            <TableCell numeric>{costNanoUsd === null ? "–" : <Money nanoUsd={costNanoUsd} bare />}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
