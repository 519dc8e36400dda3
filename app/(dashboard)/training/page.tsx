import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { KeysetPager } from "#components/data-table/keyset-pager.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { UrlTimeRange } from "#components/data-table/url-time-range.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { TRAINABLE_KINDS, TRAINING_STATES, TRAINING_TRIGGERS } from "#lib/contracts/training.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { listTrainingRuns } from "#lib/queries/training.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { LiveRuns, RunsTable } from "./_components/runs-table.tsx";
import { TrainButton } from "./_components/train-button.tsx";
import { loadTrainingSearch, trainingHref, trainingInput } from "./search-params.ts";

export const metadata: Metadata = { title: "Training" };

const options = (values: readonly string[]) => values.map((value) => ({ value, label: value.replaceAll("_", " ") }));

export default async function TrainingPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const search = await loadTrainingSearch(searchParams);
  const { cursor, ...filters } = search;
  const [page, fleets] = await Promise.all([
    pageQuery(listTrainingRuns, trainingInput(search, ctx.clock.nowMs())),
    listFleets({ ctx }),
  ]);
  const names = fleets.map(({ name }) => name);
  const filtered = Object.values(filters).some((value) => value !== null);
  const mayWrite = hasScope(ctx.actor, "model:write");
  const table = { mayWrite, filtered };
  return (
    <Page
      title="Training"
      status="Every run, what it learned from and the version it made"
      action={mayWrite ? <TrainButton fleets={names} /> : null}
    >
      <div className="flex min-w-0 flex-col gap-4">
        <FilterRow>
          <UrlSelect param="fleet" label="Fleet" all="All fleets" options={options(names)} />
          <UrlSelect param="kind" label="Kind" all="All kinds" options={options(TRAINABLE_KINDS)} />
          <UrlSelect param="state" label="State" all="Any state" options={options(TRAINING_STATES)} />
          <UrlSelect param="trigger" label="Trigger" all="Any trigger" options={options(TRAINING_TRIGGERS)} />
          <UrlTimeRange />
        </FilterRow>
        {cursor === null ? (
          <LiveRuns
            key={trainingHref("", filters)}
            url={trainingHref("/api/ui/training", filters)}
            initial={page}
            {...table}
          />
        ) : (
          <RunsTable rows={page.rows} {...table} />
        )}
        <KeysetPager
          page={page}
          cursor={cursor}
          hrefOf={(place) => trainingHref("/training", { ...filters, cursor: place })}
        />
      </div>
    </Page>
  );
}
