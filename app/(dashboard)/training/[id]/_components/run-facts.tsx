import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { TrainingRequest, TrainingRunView } from "#lib/contracts/training.ts";

const SOURCES: Record<TrainingRequest["source"], string> = {
  all: "imported history and reported outcomes",
  imported: "imported history",
  decisions: "reported outcomes",
};

const moment = (at: string | null, word: string) =>
  at === null ? <Unknown word={word} /> : <ExactTime at={at} className="" />;

/** What it learns from, who asked, and when it did what. */
export function RunFacts({ run }: { run: TrainingRunView }) {
  const { source, windowFrom, windowTo, types, agents, seed, split, note } = run.request;
  return (
    <Card>
      <DefinitionList
        facts={[
          { term: "Learns from", value: SOURCES[source] },
          {
            term: "Outcomes",
            value:
              windowFrom === null && windowTo === null ? (
                "all there are"
              ) : (
                <>
                  {moment(windowFrom, "the first")} to {moment(windowTo, "the last")}
                </>
              ),
          },
          { term: "Task types", value: types.length === 0 ? "all" : types.join(", ") },
          { term: "Agents", value: agents.length === 0 ? "all" : agents.join(", ") },
          { term: "Rows", value: split === "train" ? "training rows" : "all rows" },
          { term: "Seed", value: seed },
          { term: "Asked by", value: `${run.authorName} (${run.trigger})` },
          { term: "Asked", value: moment(run.createdAt, "unknown") },
          { term: "Began", value: moment(run.startedAt, "not yet") },
          { term: "Ended", value: moment(run.finishedAt, "not yet") },
          { term: "Attempts", value: run.attempts > 1 ? `${run.attempts}: it came back from a crash` : run.attempts },
          { term: "Run", value: <ShortId id={run.id} what="run id" /> },
          ...(note ? [{ term: "Note", value: note }] : []),
        ]}
      />
    </Card>
  );
}
