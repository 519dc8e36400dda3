import { UrlSelect } from "#components/data-table/url-select.tsx";
import { UrlText } from "#components/data-table/url-text.tsx";
import { FilterRow } from "#components/layout/page.tsx";
import { Card, Section } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { hasScope } from "#lib/auth/scopes.ts";
import type { SaturationCalendarView } from "#lib/contracts/workload.ts";
import { readSlotChanges } from "#lib/queries/slot-changes.ts";
import { readSaturationCalendar } from "#lib/queries/workload.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { PAGE_AGENTS, type WorkloadSearch } from "../search-params.ts";
import { AdviceTable } from "./advice-table.tsx";
import { AgentsPager } from "./agents-pager.tsx";
import { ModelVersionLink } from "./model-version-link.tsx";
import { SaturationCalendar } from "./saturation-calendar.tsx";
import { SlotChanges } from "./slot-changes.tsx";

/** Who will be full when, and what would help. */
export async function Calendar({ fleet, search }: { fleet: string; search: WorkloadSearch }) {
  const ctx = await pageContext();
  const offset = Math.max(0, search.cursor);
  const [view, changes] = await Promise.all([
    pageQuery(readSaturationCalendar, {
      ...{ fleetName: fleet, search: search.q, endangered: search.only === "endangered", offset, limit: PAGE_AGENTS },
    }),
    hasScope(ctx.actor, "audit:read") ? readSlotChanges({ ctx, input: { fleetName: fleet } }) : [],
  ]);
  const mayWrite = hasScope(ctx.actor, "fleet:write");
  return (
    <>
      <Section title="The coming week" note={sentence(view)}>
        <Card>
          <DefinitionList
            facts={[
              { term: "Foretold by", value: <ModelVersionLink fleet={fleet} model={view.model} /> },
              {
                term: "Likely to be full at some hour",
                value: `${view.counts.endangered} of ${view.counts.known} agents`,
              },
              { term: "Evenness of load (Jain, 1 = all alike)", value: view.fairness.toFixed(2) },
            ]}
          />
        </Card>
        <FilterRow>
          <UrlText param="q" label="Agent" />
          <UrlSelect
            param="only"
            label="Which agents"
            all="All agents"
            options={[{ value: "endangered", label: "Likely to be full" }]}
          />
        </FilterRow>
        {view.agents.length === 0 ? <Nobody view={view} /> : <SaturationCalendar view={view} />}
        <AgentsPager search={search} offset={offset} shown={view.agents.length} found={view.found} />
      </Section>
      <AdviceTable view={view} mayWrite={mayWrite} />
      {changes.length > 0 ? <SlotChanges changes={changes} mayWrite={mayWrite} /> : null}
    </>
  );
}

function sentence({ counts }: SaturationCalendarView): string {
  const { enabled, known, endangered } = counts;
  const unknown = enabled - known;
  const who =
    endangered === 0
      ? "No agent is likely to be full at any hour."
      : `${formatCount(endangered)} of ${formatCount(known)} agents ${endangered === 1 ? "is" : "are"} likely to be full at some hour; the most endangered first.`;
  return unknown === 0 ? who : `${who} ${formatCount(unknown)} more are not known to the model.`;
}

function Nobody({ view: { counts } }: { view: SaturationCalendarView }) {
  if (counts.known > 0) return <EmptyState title="No agent fits these filters" />;
  return (
    <EmptyState title="The model in production knows nothing of the coming week">
      It foretells five weeks from where it has learned until, of agents that did tasks by then. Train a new version.
    </EmptyState>
  );
}
