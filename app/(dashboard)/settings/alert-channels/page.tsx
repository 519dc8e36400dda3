import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { ChannelView } from "#lib/contracts/alert-channel.ts";
import { listAlertChannels, readAlertChannel } from "#lib/queries/alert-channels.ts";
import { listBudgets } from "#lib/queries/budgets.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { ChannelDialog } from "./_components/channel-dialog.tsx";
import { ChannelsTable } from "./_components/channels-table.tsx";
import { DeliveriesTable } from "./_components/deliveries-table.tsx";
import { RetryButton } from "./_components/retry-button.tsx";
import { loadChannelParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Alert channels" };

const PARENT = { href: "/settings", label: "Settings" };

export default async function AlertChannelsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext();
  if (!hasScope(ctx.actor, "channel:read")) {
    return (
      <Page parent={PARENT} title="Alert channels">
        <EmptyState title="Operators see where alerts are sent; admins change it." />
      </Page>
    );
  }
  const mayChange = hasScope(ctx.actor, "channel:write");
  const { channel: chosen } = await loadChannelParams(searchParams);
  const [channels, budgets, detail] = await Promise.all([
    listAlertChannels({ ctx }),
    listBudgets({ ctx }),
    chosen ? pageQuery(readAlertChannel, { id: chosen }) : null,
  ]);
  const subjects = budgets.map(({ id, name }) => ({ id, name: `Budget ${name}` }));
  return (
    <Page
      parent={PARENT}
      title="Alert channels"
      status={describe(channels)}
      action={
        mayChange ? (
          <ChannelDialog
            channel={null}
            subjects={subjects}
            trigger={<Button variant="primary">Add a channel</Button>}
          />
        ) : null
      }
    >
      <ChannelsTable channels={channels} subjects={subjects} mayChange={mayChange} />
      {detail ? (
        <Section
          title={`Messages of ${detail.channel.name}`}
          note={failureWords(detail.channel) ?? "Newest first"}
          action={mayChange && detail.channel.failuresInARow > 0 ? <RetryButton id={detail.channel.id} /> : null}
        >
          <DeliveriesTable deliveries={detail.deliveries} />
        </Section>
      ) : null}
    </Page>
  );
}

function failureWords({ failuresInARow, lastError }: ChannelView): string | null {
  if (failuresInARow === 0) return null;
  const failed = failuresInARow === 1 ? "The last attempt failed" : `${failuresInARow} attempts in a row failed`;
  return lastError ? `${failed}: ${lastError}` : `${failed}.`;
}

function describe(channels: readonly ChannelView[]): string {
  const failing = channels.filter(({ enabled, failuresInARow }) => enabled && failuresInARow > 0).length;
  const on = channels.filter(({ enabled }) => enabled).length;
  if (channels.length === 0) return "Alerts are sent to nobody.";
  return `Alerts are sent to ${on} of ${channels.length}${failing > 0 ? `; ${failing} cannot be reached` : ""}.`;
}
