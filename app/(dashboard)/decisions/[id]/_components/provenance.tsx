import Link from "next/link";
import { versionHref } from "#components/models/model-href.ts";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { CollaborationRecord, DecisionView, ReadingRecord } from "#lib/contracts/decision.ts";
import { selectionFacts } from "./selection-record.tsx";

export function Provenance({ decision }: { decision: DecisionView }) {
  const {
    policyVersion,
    predictor,
    matcher,
    workload,
    behavior,
    configuration,
    priceSource,
    seed,
    decidedInUs,
    textUnread,
    textUnkept,
  } = decision.provenance;
  return (
    <Card>
      <DefinitionList
        facts={[
          { term: "Routing policy", value: policyVersion },
          {
            term: "Predictor",
            value: predictor ? (
              <Link
                href={versionHref({ name: predictor.name, kind: "performance_predictor" }, predictor.version)}
                className="hover:underline"
              >
                {predictor.name} v{predictor.version}
              </Link>
            ) : (
              <Unknown word="none: priors alone" />
            ),
          },
          {
            term: "Artifact SHA-256",
            value: predictor ? <ShortId id={predictor.sha256} what="SHA-256" /> : <Unknown word="none" />,
          },
          ...(textUnread
            ? [
                {
                  term: "Task's text",
                  value: <Lamp state="caution" word="not read: not embedded in time" className="whitespace-normal" />,
                },
              ]
            : []),
          ...(textUnkept
            ? [{ term: "Task's text", value: <Unknown word="a prompt, read to decide and not kept here" /> }]
            : []),
          {
            term: "Capability matcher",
            value: matcher ? (
              <>
                <Link
                  href={`/models/${encodeURIComponent(matcher.name)}/capability_matcher`}
                  className="hover:underline"
                >
                  {matcher.name} v{matcher.version}
                </Link>{" "}
                read {readFromText(matcher)}
              </>
            ) : (
              <Unknown word="not asked" />
            ),
          },
          {
            term: "Workload model",
            value: workload ? (
              <>
                <Link
                  href={versionHref({ name: workload.name, kind: "workload" }, workload.version)}
                  className="hover:underline"
                >
                  {workload.name} v{workload.version}
                </Link>
                {workload.expectedWaitMs === null ? null : `: expected wait ${formatWait(workload.expectedWaitMs)}`}
              </>
            ) : (
              <Unknown word="none: free slots alone" />
            ),
          },
          { term: "Behaviour model", value: <Behavior record={behavior} /> },
          {
            term: "Configuration",
            value: configuration ? (
              <Link href={`/configs/${configuration.ref}`} className="hover:underline">
                <span className="font-mono text-xs">{configuration.ref}</span> revision {configuration.revision}
              </Link>
            ) : (
              <Unknown word="none" />
            ),
          },
          { term: "Prices", value: priceSource ?? <Unknown word="none applied" /> },
          ...selectionFacts(decision),
          { term: "Seed", value: <span className="font-mono text-xs">{seed}</span> },
          { term: "Decided in", value: `${(decidedInUs / 1000).toFixed(2)} ms` },
        ]}
      />
    </Card>
  );
}

/** What judged collaboration, or why nothing did. */
function Behavior({ record }: { record: CollaborationRecord | null | undefined }) {
  if (record === undefined) return <Unknown word="not asked: nobody handed over" />;
  if (record === null) return <Unknown word="none: collaboration counts for nobody" />;
  const { name, version, after, n } = record;
  return (
    <>
      <Link href={versionHref({ name, kind: "behavior" }, version)} className="hover:underline">
        {name} v{version}
      </Link>
      {n === null ? ` after ${after}` : `: ${n === 0 ? "nothing known" : `${n} tasks`} after ${after}`}
    </>
  );
}

const formatWait = (ms: number) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/** "book_flight 92%, book_hotel 5%": what the matcher found the text to ask for. */
function readFromText({ read }: ReadingRecord): string {
  if (read.length === 0) return "nothing it knows: out of scope";
  return read.map(({ name, probability }) => `${name} ${Math.round(100 * probability)}%`).join(", ");
}
