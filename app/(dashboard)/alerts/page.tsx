import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { KeysetPager } from "#components/data-table/keyset-pager.tsx";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { type AlertInbox, readAlerts } from "#lib/queries/alerts.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { OpenAlerts } from "./_components/open-alerts.tsx";
import { PastAlerts } from "./_components/past-alerts.tsx";
import { Silences } from "./_components/silences.tsx";
import { alertsHref, loadAlertParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { cursor } = await loadAlertParams(searchParams);
  const [ctx, inbox] = await Promise.all([pageContext(), pageQuery(readAlerts, cursor ? { cursor } : {})]);
  const { open, past, silences } = inbox;
  const mayWrite = hasScope(ctx.actor, "alert:write");
  return (
    <Page
      title="Alerts"
      status={describe(inbox)}
      action={
        hasScope(ctx.actor, "channel:read") ? (
          <Button asChild>
            <Link href="/settings/alert-channels">Where they are sent</Link>
          </Button>
        ) : null
      }
    >
      <Section title="Open" note="Until what they tell of is over">
        <OpenAlerts alerts={open} mayWrite={mayWrite} />
      </Section>
      {silences.length > 0 ? (
        <Section title="Silences" note="Nobody is told of these until the end; they are listed here as always">
          <Silences silences={silences} mayWrite={mayWrite} />
        </Section>
      ) : null}
      <Section title="Past" note="Newest first">
        <PastAlerts alerts={past.rows} />
        {cursor || past.nextCursor ? (
          <KeysetPager
            firstHref={alertsHref({})}
            nextHref={past.nextCursor ? alertsHref({ cursor: past.nextCursor }) : null}
            onFirstPage={!cursor}
            shown={`${past.rows.length} alerts`}
          />
        ) : null}
      </Section>
    </Page>
  );
}

function describe({ open }: AlertInbox): string {
  if (open.length === 0) return "Nothing needs you.";
  const looked = open.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  return `${open.length} open${looked > 0 ? `, ${looked} looked after` : ""}.`;
}
