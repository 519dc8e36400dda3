import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { KeysetPager } from "#components/data-table/keyset-pager.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { UrlText } from "#components/data-table/url-text.tsx";
import { UrlTimeRange } from "#components/data-table/url-time-range.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RUN_PATTERNS } from "#lib/contracts/team-run.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { listRuns, readLatestTeam } from "#lib/queries/runs.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { CollaborationTabs } from "../_components/collaboration-tabs.tsx";
import { RunsTable } from "./_components/runs-table.tsx";
import { PATTERN_WORDS } from "./run-words.ts";
import { loadRunSearch, runsHref, runsInput } from "./search-params.ts";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const search = await loadRunSearch(searchParams);
  const fleets = await listFleets({ ctx });
  const fleet = search.fleet ?? (await readLatestTeam({ ctx, input: {} })) ?? fleets[0]?.name ?? null;
  const { cursor, ...filters } = search;
  const page =
    fleet === null
      ? { rows: [], nextCursor: null }
      : await pageQuery(listRuns, runsInput(search, fleet, ctx.clock.nowMs()));
  const filtered = Object.entries(filters).some(([name, value]) => name !== "fleet" && value !== null);
  return (
    <Page title="Runs" status="What the agents of one task said and handed to each other">
      <div className="flex min-w-0 flex-col gap-4">
        <CollaborationTabs />
        <FilterRow>
          <UrlSelect
            param="fleet"
            label="Fleet"
            all={search.fleet === null && fleet !== null ? fleet : "Latest fleet"}
            options={fleets.map(({ name }) => ({ value: name, label: name }))}
          />
          <UrlSelect
            param="failed"
            label="How it ended"
            all="However it ended"
            options={[{ value: "true", label: "Failed" }]}
          />
          <UrlSelect
            param="pattern"
            label="Pattern"
            all="Any pattern or none"
            options={RUN_PATTERNS.map((value) => ({ value, label: PATTERN_WORDS[value] }))}
          />
          <UrlText param="agent" label="Agent" />
          <UrlText param="type" label="Task type" />
          <UrlTimeRange />
        </FilterRow>
        <RunsTable fleet={fleet ?? ""} rows={page.rows} empty={<NoRuns filtered={filtered} fleet={search.fleet} />} />
        <KeysetPager
          page={page}
          cursor={cursor}
          hrefOf={(place) => runsHref("/collaboration/runs", { ...filters, cursor: place })}
        />
      </div>
    </Page>
  );
}

function NoRuns({ filtered, fleet }: { filtered: boolean; fleet: string | null }) {
  if (filtered) {
    return (
      <EmptyState
        title="No run matches these filters"
        action={
          <Button asChild>
            <Link href={runsHref("/collaboration/runs", { fleet })}>Clear the filters</Link>
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState title="Runs will appear here">
      A run begins when one agent hands over to another: a task is routed with{" "}
      <code className="font-mono">parent_decision_id</code>, a platform posts to{" "}
      <code className="font-mono">/api/v1/interactions</code> or sends OpenTelemetry spans, or history with interactions
      is imported.
    </EmptyState>
  );
}
