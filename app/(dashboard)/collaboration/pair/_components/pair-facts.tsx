import Link from "next/link";
import { modelHref } from "#components/models/model-href.ts";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Unknown } from "#components/ui/money.tsx";
import type { CollaborationPairView, PairAgent } from "#lib/contracts/collaboration.ts";
import { formatPercent } from "../../_components/measure-words.ts";

/** Who the two are and how often they meet. */
export function PairFacts({ view }: { view: CollaborationPairView }) {
  const { fleetName, from, to, model, handOffs, handedBack, chance, timesChance } = view;
  return (
    <DefinitionList
      facts={[
        { term: "Hands over", value: <AgentLink agent={from} /> },
        { term: "Gets the work", value: <AgentLink agent={to} /> },
        { term: "Fleet", value: fleetName },
        { term: "Hand-offs", value: model ? formatCount(handOffs) : <Unknown /> },
        { term: "Back the other way", value: model ? formatCount(handedBack) : <Unknown /> },
        {
          term: `Chance that ${to.name} is next`,
          value: chance === null ? <Unknown /> : formatPercent(chance),
        },
        {
          term: "Against agents as busy",
          value: timesChance === null ? <Unknown /> : `${timesChance.toFixed(timesChance < 10 ? 1 : 0)} times as often`,
        },
        {
          term: "Known by",
          value: model ? (
            <Link href={modelHref({ name: fleetName, kind: "behavior" })} className="text-accent hover:underline">
              behavior v{model.version}
            </Link>
          ) : (
            <Unknown word="no model" />
          ),
        },
      ]}
    />
  );
}

function AgentLink({ agent: { name, role, agentId } }: { agent: PairAgent }) {
  return (
    <>
      {agentId ? (
        <Link href={`/fleet/${agentId}`} className="font-medium hover:underline">
          {name}
        </Link>
      ) : (
        <span title="Not an agent of the fleet">{name}</span>
      )}{" "}
      <span className="text-muted">({role})</span>
    </>
  );
}
