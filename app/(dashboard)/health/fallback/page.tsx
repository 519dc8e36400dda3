import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { DrillBanner } from "#components/health/drill-banner.tsx";
import { RiskLamp } from "#components/health/risk-lamp.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { AbsenceView, FallbackRisksView } from "#lib/contracts/fallback.ts";
import { readAbsence } from "#lib/queries/fallback/absence.ts";
import { listDrills, readDrill } from "#lib/queries/fallback/drills.ts";
import { readFallbackRisks } from "#lib/queries/fallback/risks.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { AbsenceFacts } from "./_components/absence-facts.tsx";
import { DrillReportView } from "./_components/drill-report.tsx";
import { DrillsTable } from "./_components/drills-table.tsx";
import { LostTasks } from "./_components/lost-tasks.tsx";
import { RiskTable } from "./_components/risk-table.tsx";
import { StartDrillDialog } from "./_components/start-drill-dialog.tsx";
import { SuccessorsTable } from "./_components/successors-table.tsx";
import { TakeoversTable } from "./_components/takeovers-table.tsx";
import { ThingPicker } from "./_components/thing-picker.tsx";
import { loadFallbackParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Fallback" };

const PARENT = { href: "/health", label: "Health" };

export default async function FallbackPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [ctx, { fleet, kind, thing, drill }] = await Promise.all([pageContext(), loadFallbackParams(searchParams)]);
  const fleets = await listFleets({ ctx });
  const fleetName = fleet ?? fleets[0]?.name;
  if (fleetName === undefined) {
    return (
      <Page parent={PARENT} title="Fallback">
        <EmptyState title="Who takes over from whom appears here once there is a fleet.">
          Make one on the page Fleet and let its agents declare themselves over the API.
        </EmptyState>
      </Page>
    );
  }
  const [risks, absence, drills, report] = await Promise.all([
    pageQuery(readFallbackRisks, { fleetName }),
    thing === null ? null : pageQuery(readAbsence, { fleetName, kind, thing }),
    pageQuery(listDrills, { fleetName }),
    drill === null ? null : pageQuery(readDrill, { id: drill }),
  ]);
  const mayDrill = hasScope(ctx.actor, "health:write");
  return (
    <Page
      parent={PARENT}
      title="Fallback"
      status={describe(risks)}
      action={
        absence ? (
          <>
            <RiskLamp level={absence.level} loud />
            {mayDrill ? <StartDrillDialog gone={{ fleetName, kind: absence.kind, thing: absence.thing }} /> : null}
          </>
        ) : null
      }
    >
      <FilterRow>
        <ThingPicker
          fleet={fleetName}
          fleets={fleets.map(({ name }) => name)}
          {...{ kind, thing, things: risks.things }}
        />
      </FilterRow>
      <DrillBanner drills={drills.filter(({ id, running }) => running && id !== report?.id)} />
      {report ? <DrillReportView report={report} mayEnd={mayDrill} /> : null}
      {absence ? <Absence absence={absence} /> : null}
      <Section
        title="What the fleet cannot do without"
        note={`Worst first, by ${risks.sampled} tasks drawn from ${risks.days} days and routed again without each`}
      >
        <RiskTable risks={risks} />
      </Section>
      {drills.length > 0 ? (
        <Section title="Drills" note="Rehearsals with simulated traffic; real traffic is never touched">
          <DrillsTable drills={drills} />
        </Section>
      ) : null}
    </Page>
  );
}

function Absence({ absence: { verdict, placement, takeovers } }: { absence: AbsenceView }) {
  return (
    <>
      <p className="max-w-4xl text-base">{verdict}</p>
      {placement && placement.tasks > 0 ? (
        <>
          <AbsenceFacts placement={placement} />
          {placement.unplaced.length > 0 ? (
            <Section title="What nobody takes" note="Scaled up from the tasks that were routed again">
              <LostTasks rows={placement.unplaced} />
            </Section>
          ) : null}
          <Section title="Who takes over" note="As the router would place the same tasks now; before → after">
            <SuccessorsTable successors={placement.successors} />
          </Section>
        </>
      ) : null}
      {takeovers.length > 0 ? (
        <Section
          title="Calls"
          note="Along the chain that a call of the gateway tries, with breakers and keys as they are now"
        >
          <TakeoversTable takeovers={takeovers} />
        </Section>
      ) : null}
    </>
  );
}

function describe({ rows }: FallbackRisksView): string {
  const of = (level: string) => rows.filter((row) => row.level === level).length;
  const none = of("none");
  if (none > 0) return `${none} ${none === 1 ? "thing has" : "things have"} no successor`;
  const partly = of("partly");
  return partly > 0
    ? `${partly} ${partly === 1 ? "thing is" : "things are"} not taken over in everything`
    : "Everything is taken over";
}
