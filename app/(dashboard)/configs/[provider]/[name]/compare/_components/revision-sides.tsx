import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { RevisionView } from "#lib/contracts/configuration-view.ts";

/** Who saved each, when and why. */
export function RevisionSides({ from, to }: { from: RevisionView; to: RevisionView }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {[from, to].map(({ revision, createdAt, authorName, note }, side) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two sides that never move, maybe of one revision
        <Card key={side}>
          <DefinitionList
            facts={[
              { term: "Revision", value: revision },
              { term: "Saved", value: <RelativeTime at={createdAt} /> },
              { term: "By", value: authorName },
              { term: "Why", value: note },
            ]}
          />
        </Card>
      ))}
    </div>
  );
}
