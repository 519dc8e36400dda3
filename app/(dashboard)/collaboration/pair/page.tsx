import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { Page } from "#components/layout/page.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { CollaborationPairView } from "#lib/contracts/collaboration.ts";
import { readCollaborationPair } from "#lib/queries/collaboration-pair.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { loadPairSearch, pairHref } from "../search-params.ts";
import { EvidenceTable } from "./_components/evidence-table.tsx";
import { MeasureTable } from "./_components/measure-table.tsx";
import { PairFacts } from "./_components/pair-facts.tsx";
import { pairVerdict } from "./_components/pair-verdict.ts";

export const metadata: Metadata = { title: "Pair" };
const PARENT = { href: "/collaboration", label: "Collaboration" };

export default async function PairPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await pageContext();
  const { fleet, from, to } = await loadPairSearch(searchParams);
  if (fleet === null || from === null || to === null) {
    return (
      <Page parent={PARENT} title="Pair">
        <EmptyState
          title="This address names no pair"
          action={
            <Button asChild>
              <Link href="/collaboration?view=list">Choose one</Link>
            </Button>
          }
        >
          It takes a fleet, who hands over and who gets the work.
        </EmptyState>
      </Page>
    );
  }
  return <Pair view={await pageQuery(readCollaborationPair, { fleetName: fleet, from, to })} />;
}

function Pair({ view }: { view: CollaborationPairView }) {
  const { fleetName, from, to, model, measures, evidence } = view;
  return (
    <Page
      parent={{ ...PARENT, href: `/collaboration?${new URLSearchParams({ fleet: fleetName })}` }}
      title={`${from.name} → ${to.name}`}
      action={
        <Button asChild>
          <Link href={pairHref(fleetName, to.name, from.name)}>The other way round</Link>
        </Button>
      }
    >
      <p className="max-w-4xl text-base">{pairVerdict(view)}</p>
      {model ? null : (
        <Alert title="No behaviour model is in production for this fleet">
          Nothing is known yet but the hand-offs themselves.
        </Alert>
      )}
      <PairFacts view={view} />
      {model ? (
        <Section
          title="What comes of it"
          note={`${to.name} after ${from.name}, against what its own record lets expect`}
        >
          <MeasureTable measures={measures} />
        </Section>
      ) : null}
      <Section title="Hand-offs" note={evidence.length > 0 ? `The newest ${evidence.length}` : undefined}>
        <EvidenceTable rows={evidence} fleetName={fleetName} />
      </Section>
    </Page>
  );
}
