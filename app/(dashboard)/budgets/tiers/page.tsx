import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { compareTiers } from "#lib/queries/tier-comparison.ts";
import { pageContext } from "#lib/transport/page.ts";
import { TierTable } from "./_components/tier-table.tsx";

export const metadata: Metadata = { title: "Tiers" };

export default async function TiersPage() {
  const { tiers, byType } = await compareTiers({ ctx: await pageContext() });
  const tasks = tiers.reduce((sum, row) => sum + row.tasks, 0);
  return (
    <Page
      title="Tiers"
      status={`${tasks.toLocaleString("en-US")} ended tasks of the last 30 days, by the tier they ran on`}
    >
      <Section
        title="All task types"
        note="Intervals hold 95%. Harder tasks may have gone to dearer tiers: compare within a type below"
      >
        <TierTable label="Tiers" rows={tiers} />
      </Section>
      {byType.length > 0 ? (
        <Section title="By task type" note="The most frequent first">
          <TierTable label="Tiers by task type" rows={byType} />
        </Section>
      ) : null}
    </Page>
  );
}
