import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Page } from "#components/layout/page.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { compareRevisions } from "#lib/queries/configuration-revisions.ts";
import { pageQuery } from "#lib/transport/page.ts";
import { ChangesTable } from "../../../_components/changes-table.tsx";
import { loadCompareSearch } from "../../../search-params.ts";
import { RevisionPicker } from "./_components/revision-picker.tsx";
import { RevisionSides } from "./_components/revision-sides.tsx";

interface ComparePageProps {
  params: Promise<{ provider: string; name: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: ComparePageProps): Promise<Metadata> {
  const { provider, name } = await params;
  return { title: `Revisions of ${provider}/${name}` };
}

export default async function CompareRevisionsPage({ params, searchParams }: ComparePageProps) {
  const asked = await loadCompareSearch(searchParams);
  const { ref, revision, from, to, changes } = await pageQuery(compareRevisions, { ...(await params), ...asked });
  const differing = changes.length === 1 ? "1 property differs" : `${changes.length} properties differ`;
  return (
    <Page
      parent={{ href: `/configs/${ref}`, label: ref }}
      title="Compare revisions"
      status={`Revision ${from.revision} and revision ${to.revision}: ${changes.length === 0 ? "they say the same" : differing}`}
    >
      <RevisionPicker revision={revision} from={from.revision} to={to.revision} />
      <RevisionSides from={from} to={to} />
      {changes.length === 0 ? (
        <EmptyState title="They say the same">Choose two revisions that differ.</EmptyState>
      ) : (
        <ChangesTable
          label="Differences"
          changes={changes}
          heads={[`Revision ${from.revision}`, `Revision ${to.revision}`]}
        />
      )}
    </Page>
  );
}
