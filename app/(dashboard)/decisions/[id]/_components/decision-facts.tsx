import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatShare } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import { ShortId } from "#components/ui/short-id.tsx";
import type { DecisionView } from "#lib/contracts/decision.ts";
import { runHref } from "../../../collaboration/runs/search-params.ts";

/** A call for embeddings names a model, which has no page. */
function Configuration({ decision: { configuration, provenance } }: { decision: DecisionView }) {
  if (configuration === null) return <Unknown word="none" />;
  const look = "font-mono text-xs";
  if (provenance.configuration === null) return <span className={look}>{configuration}</span>;
  return (
    <Link href={`/configs/${configuration}`} className={`${look} hover:underline`}>
      {configuration}
    </Link>
  );
}

interface DecisionFactsProps {
  decision: DecisionView;
  /** That it is part of; null: it stands alone. */
  run: { fleetName: string; runId: string } | null;
}

export function DecisionFacts({ decision, run }: DecisionFactsProps) {
  const { answer, task } = decision;
  const described = textOf(task, "description");
  const priority = textOf(task, "priority");
  return (
    <Card className="flex flex-col gap-4">
      <DefinitionList
        facts={[
          { term: "Agent", value: decision.agentName ?? <Unknown word="none" /> },
          {
            term: "Configuration",
            value: <Configuration decision={decision} />,
          },
          { term: "Decided", value: <ExactTime at={decision.at} className="" /> },
          { term: "Fleet", value: decision.fleetName },
          // A task of before priorities has none.
          ...(priority ? [{ term: "Priority", value: priority }] : []),
          {
            term: "Asked by",
            value: <AskedBy actor={decision.actor} />,
          },
          ...(decision.verdict === "assigned"
            ? [{ term: "Chance of this choice", value: formatShare(decision.propensity) }]
            : []),
          {
            term: "Fallbacks",
            value: answer.fallbacks.length > 0 ? answer.fallbacks.map(({ agent }) => agent).join(", ") : "none",
          },
          ...(run ? [{ term: "Part of run", value: <RunLink {...run} /> }] : []),
          { term: "Request", value: <ShortId id={decision.requestId} what="request id" /> },
        ]}
      />
      {described ? (
        <div>
          <p className="text-muted text-xs">Task</p>
          <p className="mt-0.5 max-h-40 max-w-4xl overflow-y-auto whitespace-pre-wrap break-words">{described}</p>
        </div>
      ) : null}
    </Card>
  );
}

/** The other decisions of the run, and what was said between them. */
function RunLink({ fleetName, runId }: { fleetName: string; runId: string }) {
  return (
    <Link href={runHref(fleetName, runId)} title={runId} className="block truncate font-mono text-xs hover:underline">
      {runId}
    </Link>
  );
}

function AskedBy({ actor }: { actor: DecisionView["actor"] }) {
  const { kind, id, name } = actor;
  if (name !== null) return <span title={id}>{kind === "key" ? `${name} (agent key)` : name}</span>;
  return (
    <>
      {kind} <ShortId id={id} what={`${kind} id`} />
    </>
  );
}

function textOf(task: unknown, field: string): string | null {
  if (typeof task !== "object" || task === null) return null;
  const value: unknown = Reflect.get(task, field);
  return typeof value === "string" ? value : null;
}
