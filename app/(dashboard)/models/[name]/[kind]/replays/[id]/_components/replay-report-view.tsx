import { ShareBarsChart } from "#components/charts/share-bars-chart.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { ReplayReport } from "#lib/contracts/replay.ts";
import { EstimatesTable } from "./estimates-table.tsx";

/** What the replay found: effects with intervals, then who would have got the work. */
export function ReplayReportView({ version, report }: { version: number; report: ReplayReport }) {
  const { rewards, shares, skipped } = report;
  return (
    <>
      <Section
        title="What it would have changed"
        note="Estimated from the outcomes there are and the chance each choice had; 95% intervals"
      >
        <EstimatesTable version={version} rewards={rewards} />
        {skipped.length > 0 ? (
          <p className="text-muted">
            Not replayed: {skipped.map(({ reason, count }) => `${formatCount(count)} (${reason})`).join(", ")}.
          </p>
        ) : null}
      </Section>
      <Section title="Who would have got the work" note="Share of the replayed decisions">
        <Card>
          <ShareBarsChart
            label={`Share of decisions by agent, as decided and under v${version}`}
            empty="No decision could be replayed"
            names={["As decided", `Under v${version}`]}
            rows={shares.map(({ agent, logged, candidate }) => ({ name: agent, first: logged, second: candidate }))}
          />
        </Card>
      </Section>
    </>
  );
}
