"use client";

import Link from "next/link";
import { KeysetPager } from "#components/data-table/keyset-pager.tsx";
import { useLiveQuery } from "#components/layout/live.tsx";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import type { AlertInbox } from "#lib/contracts/alert.ts";
import { alertsHref } from "../search-params.ts";
import { OpenAlerts } from "./open-alerts.tsx";
import { PastAlerts } from "./past-alerts.tsx";
import { Silences } from "./silences.tsx";

interface AlertsViewProps {
  initial: AlertInbox;
  /** Where the list of past ones begins; null: at the newest. */
  cursor: string | null;
  mayWrite: boolean;
  maySeeChannels: boolean;
}

export function AlertsView({ initial, cursor, mayWrite, maySeeChannels }: AlertsViewProps) {
  const url = `/api/ui/alerts${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`;
  const { data = initial } = useLiveQuery<AlertInbox>({ url, initial });
  const { open, past, silences } = data;
  return (
    <Page
      title="Alerts"
      status={describe(data)}
      action={
        maySeeChannels ? (
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
        <KeysetPager page={past} cursor={cursor} hrefOf={(place) => alertsHref({ cursor: place })} />
      </Section>
    </Page>
  );
}

function describe({ open }: AlertInbox): string {
  if (open.length === 0) return "Nothing needs you.";
  const looked = open.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  return `${open.length} open${looked > 0 ? `, ${looked} looked after` : ""}.`;
}
