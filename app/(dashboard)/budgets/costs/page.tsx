import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { Suspense } from "react";
import { Page } from "#components/layout/page.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { MAX_COST_ROWS } from "#lib/contracts/cost-explorer.ts";
import { readCosts } from "#lib/queries/cost-explorer.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { readScopeValues } from "../read-scope-values.ts";
import { CostChart } from "./_components/cost-chart.tsx";
import { CostFilters } from "./_components/cost-filters.tsx";
import { groupRows } from "./_components/cost-groups.ts";
import { CostSummary } from "./_components/cost-summary.tsx";
import { CostTable } from "./_components/cost-table.tsx";
import { UnpricedUsage } from "./_components/unpriced-usage.tsx";
import { costRequest, costsHref, loadCostSearch, splitOf } from "./search-params.ts";

export const metadata: Metadata = { title: "Costs" };

/** As many as the chart has hues. */
const SERIES = 6;

export default async function CostsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const search = await loadCostSearch(searchParams);
  const request = costRequest(search, ctx.clock.nowMs());
  if (!request) {
    return (
      <Page title="Costs">
        <CostFilters known={await readScopeValues(ctx)} />
        <EmptyState title="This range ends before it begins" />
      </Page>
    );
  }
  const by = splitOf(search);
  const [view, known] = await Promise.all([
    pageQuery(readCosts, { ...request, by, top: SERIES }),
    readScopeValues(ctx),
  ]);
  const groups = groupRows(view.subtotals, by.length > 1 ? view.rows : []);
  return (
    <Page
      title="Costs"
      status={
        <>
          {search.to ? "From" : "Since"} <ExactTime at={view.from} className="" />
          {search.to ? (
            <>
              {" "}
              to <ExactTime at={view.to} className="" />
            </>
          ) : null}
          , as of <ExactTime at={new Date(ctx.clock.nowMs()).toISOString()} className="" />
        </>
      }
      action={
        <Button asChild>
          <a
            href={costsHref("/api/ui/costs/export", search)}
            download
            title={`Up to ${formatCount(MAX_COST_ROWS)} rows`}
          >
            Export CSV
          </a>
        </Button>
      }
    >
      <CostFilters known={known} />
      {view.completeFrom ? (
        <Alert tone="caution" title="Older figures are still being added up">
          What was spent before <ExactTime at={view.completeFrom} className="" /> is not all here yet; it will be in
          some minutes.
        </Alert>
      ) : null}
      <CostSummary total={view.total} />
      {groups.length > 0 ? (
        <Card>
          <CostChart view={view} measure={search.show} />
        </Card>
      ) : null}
      <div className="flex min-w-0 flex-col gap-2">
        <CostTable groups={groups} total={view.total} search={search} range={view} />
        {view.rest ? (
          <p className="text-muted text-xs">
            {formatCount(view.rest.rows)} more rows, <Money nanoUsd={view.rest.costNanoUsd} /> together, are not shown:
            narrow the view, or export it.
          </p>
        ) : null}
        {by.includes("tag") ? (
          <p className="text-muted text-xs">
            A task with several tags counts under each of them; the sum above counts it once.
          </p>
        ) : null}
      </div>
      {view.total.unpricedTasks > 0 ? (
        <Suspense fallback={<TableSkeleton rows={2} />}>
          <UnpricedUsage request={request} />
        </Suspense>
      ) : null}
      <p className="text-muted text-xs">
        A task counts in the hour it was decided in, at the price of then.{" "}
        <Link href="/configs/catalogue" className="text-accent underline">
          Prices
        </Link>{" "}
        have dates.
      </p>
    </Page>
  );
}
