import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { hasScope } from "#lib/auth/scopes.ts";
import { readAlerts } from "#lib/queries/alerts.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { AlertsView } from "./_components/alerts-view.tsx";
import { loadAlertParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { cursor } = await loadAlertParams(searchParams);
  const [ctx, initial] = await Promise.all([pageContext(), pageQuery(readAlerts, cursor ? { cursor } : {})]);
  return (
    <AlertsView
      key={cursor}
      initial={initial}
      cursor={cursor}
      mayWrite={hasScope(ctx.actor, "alert:write")}
      maySeeChannels={hasScope(ctx.actor, "channel:read")}
    />
  );
}
