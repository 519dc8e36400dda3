import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { FigureVerdict } from "#lib/contracts/figure-compare.ts";
import { readVersionPair } from "#lib/queries/model-version.ts";
import { pageQuery } from "#lib/transport/page.ts";
import { AgentChanges } from "./_components/agent-changes.tsx";
import { CompareFigures } from "./_components/compare-figures.tsx";
import { PairedNow } from "./_components/paired-now.tsx";
import { ParameterChanges } from "./_components/parameter-changes.tsx";
import { RawDiff } from "./_components/raw-diff.tsx";
import { loadCompareSearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Compare versions" };

interface ComparePageProps {
  params: Promise<{ name: string; kind: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ComparePage({ params, searchParams }: ComparePageProps) {
  const [{ name, kind }, chosen] = await Promise.all([params, loadCompareSearch(searchParams)]);
  const { model, pair } = await pageQuery(readVersionPair, { name: decodeURIComponent(name), kind, ...chosen });
  const parent = { href: modelHref(model), label: model.name };
  if (!pair) {
    return (
      <Page parent={parent} title="Compare versions">
        <EmptyState title="Two versions side by side will appear here">
          {model.name} has one version; train another to compare it with.
        </EmptyState>
      </Page>
    );
  }
  const { left, right, recorded } = pair;
  const options = model.versions.map(({ version }) => ({ value: String(version), label: `v${version}` }));
  return (
    <Page
      parent={parent}
      title={`v${left.version.version} beside v${right.version.version}`}
      status={model.kind.replaceAll("_", " ")}
    >
      <p className="max-w-4xl text-base">{verdict(left.version.version, right.version.version, recorded.figures)}</p>
      <FilterRow>
        <UrlSelect param="old" label="Version" all={`v${left.version.version} (left)`} options={options} />
        <UrlSelect param="fresh" label="Compared with" all={`v${right.version.version} (right)`} options={options} />
      </FilterRow>
      <Section title="On the same tasks" note="Measured now, task by task, where neither has learned from the outcome">
        <PairedNow
          key={`${left.version.version}/${right.version.version}`}
          model={{ name: model.name, kind: model.kind }}
          old={left.version.version}
          fresh={right.version.version}
        />
      </Section>
      <Section
        title="By their own evaluations"
        note={
          recorded.sameHeldOut
            ? "Measured on the same tasks"
            : "Measured on different tasks: differences are of the tasks too"
        }
      >
        <CompareFigures left={left.version} right={right.version} />
      </Section>
      <Section title="By agent" note="What each foretells of the agent, and how often it would choose it">
        <AgentChanges left={left.version.version} right={right.version.version} agents={recorded.agents} />
      </Section>
      <Section title="Data and parameters" note="What training was told differently">
        <ParameterChanges left={left.version.version} right={right.version.version} changes={recorded.parameters} />
      </Section>
      <Section title="Raw difference">
        <RawDiff left={left.version} right={right.version} />
      </Section>
    </Page>
  );
}

/** "v3 is better than v2 in 2 figures and worse in no figure; …" */
function verdict(left: number, right: number, figures: readonly { verdict: FigureVerdict }[]): string {
  const count = (...wanted: FigureVerdict[]) => {
    const n = figures.filter(({ verdict: found }) => wanted.includes(found)).length;
    return n === 0 ? "no figure" : n === 1 ? "one figure" : `${n} figures`;
  };
  return (
    `v${right} is better than v${left} in ${count("better")} and worse in ${count("worse")}; ` +
    `${count("not_distinguishable", "same")} cannot be told apart, and ${count("no_interval")} ` +
    "stand without an interval."
  );
}
