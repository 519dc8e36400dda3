import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { UrlSelect } from "#components/data-table/url-select.tsx";
import { FilterRow, Page } from "#components/layout/page.tsx";
import { modelHref } from "#components/models/model-href.ts";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { compareFigures } from "#lib/contracts/figure-compare.ts";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { readVersionPair } from "#lib/queries/model-version.ts";
import { pageQuery } from "#lib/transport/page.ts";
import { AgentChanges } from "./_components/agent-changes.tsx";
import { CompareFigures } from "./_components/compare-figures.tsx";
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
  const { left, right } = pair;
  const options = model.versions.map(({ version }) => ({ value: String(version), label: `v${version}` }));
  return (
    <Page
      parent={parent}
      title={`v${left.version.version} beside v${right.version.version}`}
      status={model.kind.replaceAll("_", " ")}
    >
      <p className="max-w-4xl text-base">{verdict(left.version, right.version)}</p>
      <FilterRow>
        <UrlSelect param="old" label="Version" all={`v${left.version.version} (left)`} options={options} />
        <UrlSelect param="fresh" label="Compared with" all={`v${right.version.version} (right)`} options={options} />
      </FilterRow>
      <Section title="Figures" note={sameRows(left.version, right.version)}>
        <CompareFigures left={left.version} right={right.version} />
      </Section>
      <Section title="By agent" note="What each foretells of the agent, and how often it would choose it">
        <AgentChanges
          old={{ version: left.version.version, rows: left.report?.perAgent ?? [] }}
          fresh={{ version: right.version.version, rows: right.report?.perAgent ?? [] }}
        />
      </Section>
      <Section title="Data and parameters" note="What training was told differently">
        <ParameterChanges left={left.version} right={right.version} />
      </Section>
      <Section title="Raw difference">
        <RawDiff left={left.version} right={right.version} />
      </Section>
    </Page>
  );
}

/** "v3 is better in 2 figures, worse in none; 4 are not distinguishable." */
function verdict(left: ModelVersionView, right: ModelVersionView): string {
  const names = new Set([...Object.keys(left.metrics), ...Object.keys(right.metrics)]);
  const verdicts = [...names].map((name) => compareFigures(name, left.metrics[name], right.metrics[name]));
  const count = (wanted: string) => verdicts.filter((one) => one === wanted).length;
  const figures = (n: number) => (n === 0 ? "no figure" : n === 1 ? "one figure" : `${n} figures`);
  const same = count("not_distinguishable") + count("same");
  return (
    `v${right.version} is better than v${left.version} in ${figures(count("better"))} and worse in ` +
    `${figures(count("worse"))}; ${figures(same)} cannot be told apart, and ${figures(count("no_interval"))} ` +
    "stand without an interval."
  );
}

/** Figures of different test rows compare models and rows at once: say so. */
function sameRows(left: ModelVersionView, right: ModelVersionView): string {
  const testSha = ({ metadata: { parameters } }: ModelVersionView) => parameters.testSha256;
  return testSha(left) !== undefined && testSha(left) === testSha(right)
    ? "Measured on the same tasks"
    : "Measured on different tasks: differences are of the tasks too";
}
