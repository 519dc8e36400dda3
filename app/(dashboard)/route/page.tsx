import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { listRunningDrills } from "#lib/queries/fallback/drills.ts";
import { listAgents, listFleets } from "#lib/queries/fleet.ts";
import { pageContext } from "#lib/transport/page.ts";
import { RouteTask } from "./_components/route-task.tsx";

export const metadata: Metadata = { title: "Route a task" };

export default async function RoutePage() {
  const ctx = await pageContext();
  const [fleets, agents, drills] = await Promise.all([
    listFleets({ ctx }),
    listAgents({ ctx, input: {} }),
    listRunningDrills({ ctx }),
  ]);
  const mayRoute = hasScope(ctx.actor, "task:route");
  const capabilities = [...new Set(agents.flatMap((agent) => agent.capabilities.map(({ name }) => name)))].sort();
  return (
    <Page title="Route a task" status="See who would take it and why, then place it or leave it">
      {mayRoute ? null : <Alert title="Your role may look but not route. Ask an admin for the operator role." />}
      {fleets.length === 0 ? (
        <EmptyState title="There is no fleet to route to yet">
          Import history, or make a fleet on the page Fleet and let its agents declare themselves over the API.
        </EmptyState>
      ) : (
        <RouteTask
          fleets={fleets.map(({ name, agentCount }) => ({ value: name, label: `${name} (${agentCount} agents)` }))}
          drills={drills}
          capabilities={capabilities}
          mayRoute={mayRoute}
        />
      )}
    </Page>
  );
}
