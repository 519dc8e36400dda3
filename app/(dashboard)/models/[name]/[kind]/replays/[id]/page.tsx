import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { KeysetPager } from "#components/data-table/keyset-pager.tsx";
import { Page } from "#components/layout/page.tsx";
import { modelHref, replayHref } from "#components/models/model-href.ts";
import { Section } from "#components/ui/card.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { listReplayFlips, readReplay } from "#lib/queries/replays.ts";
import { pageQuery } from "#lib/transport/page.ts";
import { FlipsTable } from "./_components/flips-table.tsx";
import { ReplayFacts } from "./_components/replay-facts.tsx";
import { ReplayReportView } from "./_components/replay-report-view.tsx";
import { ReplayVerdict } from "./_components/replay-verdict.tsx";
import { loadReplaySearch } from "./search-params.ts";

export const metadata: Metadata = { title: "Replay" };

interface ReplayPageProps {
  params: Promise<{ name: string; kind: string; id: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ReplayPage({ params, searchParams }: ReplayPageProps) {
  const [{ name, kind, id }, { cursor }] = await Promise.all([params, loadReplaySearch(searchParams)]);
  const [replay, flips] = await Promise.all([
    pageQuery(readReplay, { id }),
    pageQuery(listReplayFlips, { replayId: id, cursor }),
  ]);
  if (replay.name !== decodeURIComponent(name) || replay.kind !== kind) notFound();
  const here = replayHref(replay, id);
  return (
    <Page
      parent={{ href: modelHref(replay), label: replay.name }}
      title={`Replay of v${replay.version}`}
      status={<ShortId id={replay.id} what="replay id" />}
    >
      <ReplayVerdict initial={replay} />
      <ReplayFacts replay={replay} />
      {replay.report ? <ReplayReportView version={replay.version} report={replay.report} /> : null}
      <Section title="Decisions that would have gone elsewhere" note="Newest first; each opens side by side">
        <FlipsTable replay={replay} flips={flips.rows} />
        <KeysetPager
          page={flips}
          cursor={cursor}
          hrefOf={(place) => (place === null ? here : `${here}?cursor=${place}`)}
        />
      </Section>
    </Page>
  );
}
