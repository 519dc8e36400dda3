import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { CandidateTable } from "#components/decisions/candidate-table.tsx";
import { Page } from "#components/layout/page.tsx";
import { replayHref } from "#components/models/model-href.ts";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import { readReplayFlip } from "#lib/queries/replays.ts";
import { pageQuery } from "#lib/transport/page.ts";
import { FlipCandidates } from "./_components/flip-candidates.tsx";
import { FlipSides } from "./_components/flip-sides.tsx";

export const metadata: Metadata = { title: "Flip" };

interface FlipPageProps {
  params: Promise<{ name: string; kind: string; id: string; decisionId: string }>;
}

export default async function FlipPage({ params }: FlipPageProps) {
  const { name, kind, id, decisionId } = await params;
  const { replay, flip, before, after } = await pageQuery(readReplayFlip, { replayId: id, decisionId });
  if (replay.name !== decodeURIComponent(name) || replay.kind !== kind) notFound();
  const { version } = replay;
  return (
    <Page
      parent={{ href: replayHref(replay, id), label: `Replay of v${version}` }}
      title={flip.taskType}
      status={<ShortId id={decisionId} what="decision id" />}
      action={
        <Button asChild>
          <Link href={`/decisions/${decisionId}`}>Open the decision</Link>
        </Button>
      }
    >
      <p className="max-w-4xl text-base">
        It went to {flip.from.agentName}; under v{version} it would have gone to {flip.to.agentName}. What stands under
        v{version} is simulated: nothing was decided by it.
      </p>
      <FlipSides version={version} flip={flip} />
      <Section title="Side by side" note="Everybody who could have taken the task; refusals stand as they were">
        <FlipCandidates
          version={version}
          before={before}
          after={after}
          went={flip.from.agentName}
          wouldGo={flip.to.agentName}
        />
      </Section>
      <Section title="As it was decided" note={`Chosen: ${flip.from.agentName}`}>
        <CandidateTable candidates={before} chosen={flip.from.agentName} label="Candidates as decided" />
      </Section>
      <Section title={`Under v${version}, simulated`} note={`Chosen: ${flip.to.agentName}`}>
        <CandidateTable candidates={after} chosen={flip.to.agentName} label={`Candidates under v${version}`} />
      </Section>
    </Page>
  );
}
