import Link from "next/link";
import { versionHref } from "#components/models/model-href.ts";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { ReplayView } from "#lib/contracts/replay.ts";
import { describeFlips } from "../../../../../_components/replay-words.ts";

export function ReplayFacts({ replay }: { replay: ReplayView }) {
  const { report, against } = replay;
  const pending = <Unknown word="not yet" />;
  return (
    <Card>
      <DefinitionList
        facts={[
          {
            term: "Version tried",
            value: (
              <Link href={versionHref(replay, replay.version)} className="text-accent underline">
                v{replay.version}
              </Link>
            ),
          },
          {
            term: "In production then",
            value:
              against === null ? (
                <Unknown word="nothing" />
              ) : (
                <Link href={versionHref(replay, against)} className="text-accent underline">
                  v{against}
                </Link>
              ),
          },
          { term: "Decisions from", value: <ExactTime at={replay.windowFrom} className="" /> },
          { term: "Until", value: <ExactTime at={replay.windowTo} className="" /> },
          { term: "Would have gone elsewhere", value: report ? describeFlips(report) : pending },
          { term: "With an outcome", value: report ? formatCount(report.outcomes) : pending },
          {
            term: "Effective sample size",
            value: report ? formatCount(Math.round(report.effectiveSampleSize)) : pending,
          },
          { term: "Asked by", value: replay.authorName },
        ]}
      />
    </Card>
  );
}
