import { BilledKnownChart } from "#components/charts/billed-known-chart.tsx";
import { Section } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import { PROVIDER_LABELS } from "#lib/contracts/reconciliation.ts";
import type { ComparisonView, ReconciledRow } from "#lib/contracts/reconciliation-view.ts";
import { ApartTable, LabelsTable } from "./apart-tables.tsx";
import { CausesTable } from "./causes-table.tsx";
import { ModelsTable } from "./models-table.tsx";

/** A provider's bill and what Signalbox knows, from the sentence down to each class of tokens. */
export function Comparison({ comparison, csvHref }: { comparison: ComparisonView; csvHref: string }) {
  const { provider, totals, days, rows, notes } = comparison;
  const isCharge = (row: ReconciledRow) => !row.matched;
  const compared = rows.filter((row) => !isCharge(row));
  const unpriced = compared.filter((row) => row.unpricedTokens > 0 || row.gapNanoUsd === null);
  const tokens = (count: number | null) => (count === null ? "not told" : formatCount(count));
  return (
    <>
      <p className="max-w-4xl font-medium text-base">{comparison.headline}</p>
      <DefinitionList
        facts={[
          { term: `Billed by ${PROVIDER_LABELS[provider]}`, value: <Money nanoUsd={totals.billedNanoUsd} /> },
          { term: "Seen by Signalbox", value: <Money nanoUsd={totals.seenNanoUsd} /> },
          { term: "Reported by agents", value: <Money nanoUsd={totals.reportedNanoUsd} /> },
          { term: "Gap", value: <Money nanoUsd={totals.gapNanoUsd} /> },
          { term: "Tokens billed", value: tokens(totals.billedTokens) },
          { term: "Tokens seen", value: tokens(totals.seenTokens) },
          { term: "Tokens reported", value: tokens(totals.reportedTokens) },
        ]}
      />
      {notes.length > 0 ? (
        <ul className="flex max-w-4xl list-disc flex-col gap-1 pl-5 text-muted">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <Section title="By day" note="UTC days">
        <BilledKnownChart days={days} provider={PROVIDER_LABELS[provider]} />
      </Section>
      <Section title="Why they differ">
        <CausesTable causes={totals.causes} gapNanoUsd={totals.gapNanoUsd} />
      </Section>
      <Section
        title="By model and token class"
        note="A row agrees within a cent or half a per cent of what was billed"
        action={
          <a href={csvHref} className="text-accent underline">
            By day as CSV
          </a>
        }
      >
        <ModelsTable rows={compared} provider={provider} />
      </Section>
      {unpriced.length > 0 ? (
        <Section title="Unpriced usage" note="In no sum on our side: unknown is not zero">
          <ApartTable label="Unpriced usage" rows={unpriced} tokens={(row) => row.unpricedTokens} />
        </Section>
      ) : null}
      {rows.some(isCharge) ? (
        <Section title="Unknown models and other charges" note="Billed under names that are no model Signalbox knows">
          <ApartTable
            label="Unknown models and other charges"
            rows={rows.filter(isCharge)}
            tokens={(row) => row.billedTokens}
          />
        </Section>
      ) : null}
      {comparison.labels.length > 0 ? (
        <Section title="Billed by project and key" note="As the export names them: who calls without Signalbox">
          <LabelsTable labels={comparison.labels} />
        </Section>
      ) : null}
    </>
  );
}
