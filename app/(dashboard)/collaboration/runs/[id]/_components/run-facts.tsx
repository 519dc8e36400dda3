import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount, formatDuration } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { RunView } from "#lib/contracts/team-run.ts";
import { AgentName } from "./agent-name.tsx";

export function RunFacts({ run }: { run: RunView }) {
  const { startedAt, lastAt, turns, cut } = run;
  const waits = turns.flatMap(({ waitMs }) => (waitMs === null ? [] : [waitMs]));
  const decisions = new Set(turns.flatMap(({ decisionId }) => decisionId ?? [])).size;
  return (
    <Card className="flex flex-col gap-4">
      <DefinitionList
        facts={[
          { term: "Fleet", value: run.fleetName },
          {
            term: "Began",
            value:
              startedAt === null ? <Unknown word="imported, not known" /> : <ExactTime at={startedAt} className="" />,
          },
          {
            term: "From first to last turn",
            value:
              startedAt === null || lastAt === null ? (
                <Unknown />
              ) : (
                formatDuration(Date.parse(lastAt) - Date.parse(startedAt))
              ),
          },
          { term: "Turns", value: `${formatCount(turns.length)}${cut ? ", further ones are not read" : ""}` },
          {
            term: "Longest wait for a taker",
            value: waits.length > 0 ? formatDuration(Math.max(...waits)) : <Unknown />,
          },
          { term: "Decisions", value: decisions === 0 ? <Unknown word="none named" /> : formatCount(decisions) },
          {
            term: "Texts kept",
            value: run.keptTexts === 0 ? <Unknown word="none" /> : `of ${formatCount(run.keptTexts)} turns`,
          },
          {
            term: "Patterns judged by",
            value: run.model ? (
              <Link href={`/models/${encodeURIComponent(run.model.name)}/behavior`} className="hover:underline">
                {run.model.name} v{run.model.version}
              </Link>
            ) : (
              <Unknown word="length alone: no behaviour model" />
            ),
          },
        ]}
      />
      <div>
        <p className="text-muted text-xs">Agents</p>
        <ul className="mt-0.5 flex flex-wrap gap-x-4 gap-y-1">
          {run.agents.map(({ name, id }) => (
            <li key={name}>
              <AgentName name={name} id={id} />
            </li>
          ))}
        </ul>
      </div>
      {run.taskText ? (
        <div>
          <p className="text-muted text-xs">Task</p>
          <p className="mt-0.5 max-h-40 max-w-4xl overflow-y-auto whitespace-pre-wrap break-words">{run.taskText}</p>
        </div>
      ) : null}
    </Card>
  );
}
