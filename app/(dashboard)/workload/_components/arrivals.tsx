import { ArrivalsChart } from "#components/charts/arrivals-chart.tsx";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { ArrivalsView } from "#lib/contracts/workload.ts";
import { readArrivals } from "#lib/queries/workload.ts";
import { pageQuery } from "#lib/transport/page.ts";

/** How tasks came and how they are expected to come. */
export async function Arrivals({ fleet, type, nowMs }: { fleet: string; type: string | null; nowMs: number }) {
  const view = await pageQuery(readArrivals, { fleetName: fleet, type });
  return (
    <Section
      title="Arrivals"
      note={summary(view, nowMs)}
      action={
        <UrlSelect
          param="type"
          label="Task type"
          all="All task types"
          options={view.types.map((value) => ({ value, label: value }))}
        />
      }
    >
      <Card>
        <ArrivalsChart view={view} nowMs={nowMs} />
      </Card>
    </Section>
  );
}

/** "1,204 tasks in the last week, about 1,310 in the next; 22 of 24 hours since it learned were within the band." */
function summary({ hours, model }: ArrivalsView, nowMs: number): string {
  const came = hours.reduce((sum, { actual }) => sum + (actual ?? 0), 0);
  const past = `${formatCount(came)} tasks in the last week`;
  if (!model) return `${past}.`;
  const coming = hours.reduce(
    (sum, { at, forecast }) => sum + (Date.parse(at) >= nowMs ? (forecast?.mean ?? 0) : 0),
    0,
  );
  const judged = hours.flatMap(({ actual, forecast }) => (actual !== null && forecast ? [{ actual, forecast }] : []));
  const within = judged.filter(({ actual, forecast }) => actual >= forecast.low90 && actual <= forecast.high90);
  const held =
    judged.length === 0 ? "" : `; ${within.length} of ${judged.length} hours since it learned were within the band`;
  return `${past}, about ${formatCount(Math.round(coming))} in the next${held}.`;
}
