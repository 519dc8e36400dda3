import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { PROVIDERS } from "#lib/contracts/configuration.ts";
import { PROVIDER_LABELS } from "#lib/contracts/reconciliation.ts";
import type { ComparisonView, ReconciliationView } from "#lib/contracts/reconciliation-view.ts";
import { readReconciliation } from "#lib/queries/reconciliation/read-reconciliation.ts";
import { pageContext } from "#lib/transport/page.ts";
import { Comparison } from "./_components/comparison.tsx";
import { ExportGuide } from "./_components/export-guide.tsx";
import { UploadDialog } from "./_components/upload-dialog.tsx";
import { UploadsTable } from "./_components/uploads-table.tsx";
import { UrlDay } from "./_components/url-day.tsx";
import { loadReconciliationSearch, reconciliationInput, reconciliationSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Reconciliation" };

export default async function ReconciliationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const filters = await loadReconciliationSearch(searchParams);
  const view = await readReconciliation({ ctx, input: reconciliationInput(filters) });
  const { comparison, uploads } = view;
  const mayWrite = hasScope(ctx.actor, "budget:write");
  const provider = filters.provider ?? comparison?.provider ?? "openai";
  return (
    <Page
      title="Reconciliation"
      status="What a provider billed beside what Signalbox knows"
      action={mayWrite ? <UploadDialog key={provider} mappings={view.mappings} provider={provider} /> : null}
    >
      {uploads.length > 0 ? <Filters view={view} model={filters.model} /> : null}
      {comparison ? (
        <Comparison
          comparison={comparison}
          csvHref={reconciliationSearch("/api/ui/reconciliation/export", { ...filters, provider })}
        />
      ) : (
        <EmptyState title="The comparison will appear here with the first export">
          <ExportGuide open />
        </EmptyState>
      )}
      {uploads.length > 0 ? (
        <Section
          title="Uploads"
          note="Of one account the newest export counts for its days, tokens and amounts apart; accounts add up"
        >
          <UploadsTable uploads={uploads} mayWrite={mayWrite} />
        </Section>
      ) : null}
    </Page>
  );
}

function Filters({ view: { comparison, uploads }, model }: { view: ReconciliationView; model: string | null }) {
  const uploaded = PROVIDERS.filter((provider) => uploads.some((upload) => upload.provider === provider));
  return (
    <FilterRow>
      <UrlSelect
        param="provider"
        label="Provider"
        all="Uploaded last"
        options={uploaded.map((value) => ({ value, label: PROVIDER_LABELS[value] }))}
      />
      {comparison ? (
        <>
          <UrlDay param="from" label="From" shown={comparison.from} />
          <span className="text-muted">to</span>
          <UrlDay param="to" label="To" shown={comparison.to} />
          <span className="text-muted text-xs">UTC, at most 92 days</span>
          <UrlSelect param="model" label="Model" all="All models" options={modelOptions(comparison, model)} />
        </>
      ) : null}
    </FilterRow>
  );
}

function modelOptions({ rows }: ComparisonView, chosen: string | null) {
  const models = new Set([...rows.map(({ model }) => model), ...(chosen ? [chosen] : [])]);
  return [...models].filter(Boolean).map((value) => ({ value, label: value }));
}
