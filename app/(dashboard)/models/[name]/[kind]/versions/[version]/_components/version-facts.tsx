import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatBytes } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { learnedFrom } from "../../../../../_components/learned-from.ts";
import { textSourceWords } from "../../../../../_components/text-source.ts";
import { LabelDialog } from "./label-dialog.tsx";

/** What it was made of, and what it is. */
export function VersionFacts({ version, mayWrite }: { version: ModelVersionView; mayWrite: boolean }) {
  const { metadata, tags } = version;
  const texts = textSourceWords(metadata.parameters);
  return (
    <Card className="flex flex-col gap-4">
      <DefinitionList
        facts={[
          { term: "Learned from", value: learnedFrom(version.kind, metadata) },
          ...(texts === null ? [] : [{ term: "Texts of tasks", value: texts }]),
          { term: "Data window", value: <DataWindow from={metadata.windowFrom} to={metadata.windowTo} /> },
          { term: "Data fingerprint", value: <ShortId id={metadata.dataSha256} what="SHA-256 of the data" /> },
          { term: "Seed", value: metadata.seed },
          { term: "Artifact", value: <ShortId id={version.artifactSha256} what="SHA-256 of the artifact" /> },
          {
            term: "Size",
            value: version.artifactKept ? (
              formatBytes(version.sizeBytes)
            ) : (
              <Lamp state="off" word={`${formatBytes(version.sizeBytes)}, deleted by retention`} />
            ),
          },
          { term: "Made by", value: version.authorName },
          { term: "Made", value: <ExactTime at={version.createdAt} className="" /> },
        ]}
      />
      {mayWrite || Object.keys(tags).length > 0 ? (
        <div className="flex flex-wrap items-center gap-2">
          {Object.keys(tags).length > 0 ? (
            <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
              {Object.entries(tags).map(([key, value]) => (
                <li key={key}>
                  <Badge>{value === "" ? key : `${key}: ${value}`}</Badge>
                </li>
              ))}
            </ul>
          ) : null}
          {mayWrite ? <LabelDialog version={version} /> : null}
        </div>
      ) : null}
    </Card>
  );
}

function DataWindow({ from, to }: { from: string | null; to: string | null }) {
  if (from === null || to === null) return <Unknown word="imported without times" />;
  return (
    <>
      <span className="whitespace-nowrap">{from.slice(0, 10)}</span> to{" "}
      <span className="whitespace-nowrap">{to.slice(0, 10)}</span>
    </>
  );
}
