import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatBytes } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { ModelView } from "#lib/contracts/model.ts";
import { learnedFrom } from "../../../_components/learned-from.ts";
import { ServingProgress } from "../../../_components/serving-progress.tsx";

/** Key facts of what is in production, else of the newest version. */
export function ModelFacts({ model }: { model: ModelView }) {
  const shown = model.versions.find(({ version }) => version === model.production) ?? model.versions[0];
  if (!shown) return null;
  const { metadata } = shown;
  return (
    <DefinitionList
      facts={[
        { term: "Serving", value: <ServingProgress model={model} /> },
        {
          term: "Since",
          value: model.productionSince ? (
            <ExactTime at={model.productionSince} className="tabular-nums" />
          ) : (
            <Unknown word="not in production" />
          ),
        },
        {
          term: `Trained on (v${shown.version})`,
          value: learnedFrom(model.kind, metadata),
        },
        {
          term: "Data window",
          value:
            metadata.windowFrom && metadata.windowTo ? (
              <>
                <span className="whitespace-nowrap">{metadata.windowFrom.slice(0, 10)}</span> to{" "}
                <span className="whitespace-nowrap">{metadata.windowTo.slice(0, 10)}</span>
              </>
            ) : (
              <Unknown word="imported without times" />
            ),
        },
        { term: "Seed", value: metadata.seed },
        { term: "Artifact", value: <ShortId id={shown.artifactSha256} what="SHA-256" /> },
        { term: "Size", value: formatBytes(shown.sizeBytes) },
        { term: "Data fingerprint", value: <ShortId id={metadata.dataSha256} what="SHA-256 of the data" /> },
      ]}
    />
  );
}
