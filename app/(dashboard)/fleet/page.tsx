import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { UrlSearch } from "#components/data-table/url-search.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { describeFleet } from "#components/fleet/agent-lamp.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { readExpectedWaits } from "#lib/queries/expected-waits.ts";
import { listAgents, listFleets } from "#lib/queries/fleet.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { FleetTable } from "./_components/fleet-table.tsx";
import { NewFleetDialog } from "./_components/new-fleet-dialog.tsx";
import { loadFleetSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Fleet" };

export default async function FleetPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  const { fleet } = await loadFleetSearch(searchParams);
  const [fleets, agents] = await Promise.all([
    listFleets({ ctx }),
    pageQuery(listAgents, fleet === null ? {} : { fleetName: fleet }),
  ]);
  const nowMs = ctx.clock.nowMs();
  return (
    <Page
      title="Fleet"
      status={describeFleet(agents, nowMs)}
      action={hasScope(ctx.actor, "fleet:write") ? <NewFleetDialog /> : null}
    >
      <FilterRow>
        <UrlSearch label="Name, role or capability" />
        <UrlSelect
          param="fleet"
          label="Fleet"
          all="All fleets"
          options={fleets.map(({ name, agentCount }) => ({ value: name, label: `${name} (${agentCount})` }))}
        />
      </FilterRow>
      <FleetTable agents={agents} waits={readExpectedWaits({ ctx })} nowMs={nowMs} />
    </Page>
  );
}
