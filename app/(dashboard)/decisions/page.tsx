import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { KeysetPager } from "#components/data-table/keyset-pager.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { UrlText } from "#components/data-table/url-text.tsx";
import { UrlTimeRange } from "#components/data-table/url-time-range.tsx";
import { DecisionTable, PolledDecisions } from "#components/decisions/live-decisions.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { listDecisions } from "#lib/queries/decisions.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { NoDecisions } from "./_components/no-decisions.tsx";
import { ViewTabs } from "./_components/view-tabs.tsx";
import { decisionInput, decisionsHref, loadDecisionSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Decisions" };

export default async function DecisionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const search = await loadDecisionSearch(searchParams);
  const { cursor, ...filters } = search;
  const [page, fleets] = await Promise.all([
    pageQuery(listDecisions, decisionInput(search, ctx.clock.nowMs())),
    listFleets({ ctx }),
  ]);
  const filtered = Object.values(filters).some((value) => value !== null);
  const anyAtAll =
    page.rows.length > 0 || (filtered && (await listDecisions({ ctx, input: { limit: 1 } })).rows.length > 0);
  const empty = <NoDecisions any={anyAtAll} />;
  return (
    <Page
      title="Decisions"
      status="Every task that was placed, and why it went where it went"
      action={
        <Button asChild>
          <a href={decisionsHref("/api/ui/decisions/export", filters)} download>
            Export CSV
          </a>
        </Button>
      }
    >
      <div className="flex min-w-0 flex-col gap-4">
        <ViewTabs chosen={filters} />
        <FilterRow>
          <UrlSelect
            param="fleet"
            label="Fleet"
            all="All fleets"
            options={fleets.map(({ name }) => ({ value: name, label: name }))}
          />
          <UrlText param="agent" label="Agent" />
          <UrlText param="type" label="Task type" />
          <UrlSelect
            param="verdict"
            label="Verdict"
            all="Any verdict"
            options={[
              { value: "assigned", label: "Assigned" },
              { value: "nobody_fits", label: "Nobody fits" },
              { value: "direct", label: "Asked for by name" },
            ]}
          />
          <UrlSelect
            param="state"
            label="Lease"
            all="Any lease"
            options={[
              { value: "active", label: "Running" },
              { value: "finished", label: "Finished" },
              { value: "expired", label: "Expired" },
            ]}
          />
          <UrlTimeRange />
        </FilterRow>
        {cursor === null ? (
          <PolledDecisions
            key={decisionsHref("", filters)}
            url={decisionsHref("/api/ui/decisions", filters)}
            initial={page}
            empty={empty}
          />
        ) : (
          <DecisionTable rows={page.rows} empty={empty} />
        )}
        <KeysetPager
          page={page}
          cursor={cursor}
          hrefOf={(place) => decisionsHref("/decisions", { ...filters, cursor: place })}
        />
      </div>
    </Page>
  );
}
