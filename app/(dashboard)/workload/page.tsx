import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Suspense } from "react";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { FleetView } from "#lib/contracts/fleet.ts";
import type { ModelView } from "#lib/contracts/model.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { listModels } from "#lib/queries/models.ts";
import { pageContext } from "#lib/transport/page.ts";
import { Arrivals } from "./_components/arrivals.tsx";
import { Calendar } from "./_components/calendar.tsx";
import { NoModel } from "./_components/no-model.tsx";
import { loadWorkloadSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Workload" };

export default async function WorkloadPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const search = await loadWorkloadSearch(searchParams);
  const [fleets, models] = await Promise.all([listFleets({ ctx }), listModels({ ctx })]);
  const own = models.filter(({ kind }) => kind === "workload");
  const names = fleetsToLookAt(fleets, own);
  const fleet = search.fleet ?? names[0];
  if (fleet === undefined) {
    return (
      <Page title="Workload">
        <EmptyState title="What your fleets will have to do will appear here">Once there is a fleet.</EmptyState>
      </Page>
    );
  }
  const model = own.find(({ name }) => name === fleet) ?? null;
  return (
    <Page title="Workload" status="How tasks come, who will be full when, and what would help. Every time is in UTC.">
      <div className="flex min-w-0 flex-col gap-6">
        <FilterRow>
          <UrlSelect
            param="fleet"
            label="Fleet"
            all={names[0] ?? fleet}
            options={names.slice(1).map((name) => ({ value: name, label: name }))}
          />
        </FilterRow>
        {model?.production == null ? (
          <NoModel fleet={fleet} model={model} mayTrain={hasScope(ctx.actor, "model:write")} />
        ) : null}
        <Arrivals fleet={fleet} type={search.type} nowMs={ctx.clock.nowMs()} />
        {model?.production == null ? null : (
          <Suspense
            key={fleet}
            fallback={
              <Section
                title="The coming week"
                note="Played through for every agent; the first time each hour takes a moment"
              >
                <TableSkeleton rows={6} />
              </Section>
            }
          >
            <Calendar fleet={fleet} search={search} />
          </Suspense>
        )}
      </div>
    </Page>
  );
}

/** Those whose coming week can be looked at first, and those with agents before empty ones. */
function fleetsToLookAt(fleets: readonly FleetView[], models: readonly ModelView[]): string[] {
  const looksAhead = new Set(models.filter(({ production }) => production !== null).map(({ name }) => name));
  const rank = ({ name, agentCount }: FleetView) => (looksAhead.has(name) ? 0 : agentCount > 0 ? 1 : 2);
  return [...fleets].sort((a, b) => rank(a) - rank(b)).map(({ name }) => name);
}
