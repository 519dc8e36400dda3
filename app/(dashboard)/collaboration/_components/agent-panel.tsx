import { X } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount } from "#components/ui/figures.ts";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { formatPercent } from "./measure-words.ts";
import { PairLinks } from "./pair-links.tsx";
import { hueVariable, roleHue } from "./role-hue.ts";

interface AgentPanelProps {
  view: CollaborationView;
  visible: readonly number[];
  agent: number;
  onClose: () => void;
}

const SHOWN = 8;

/** One agent of the graph: its part, and whom it works with most. */
export function AgentPanel({ view, visible, agent, onClose }: AgentPanelProps) {
  const own = view.agents[agent];
  if (!own) return null;
  const gives = visible.filter((pair) => view.pairs.from[pair] === agent);
  const gets = visible.filter((pair) => view.pairs.to[pair] === agent);
  const bottleneck = view.bottlenecks.find((one) => one.agent === own.name);
  return (
    <>
      <header className="flex items-start gap-2">
        <span
          aria-hidden
          className="mt-1.5 size-2.5 shrink-0 rounded-full"
          style={{ background: hueVariable(roleHue(own.role)) }}
        />
        <h2 className="min-w-0 grow break-words font-semibold text-base">
          {own.agentId ? (
            <Link href={`/fleet/${own.agentId}`} className="hover:underline">
              {own.name}
            </Link>
          ) : (
            own.name
          )}
        </h2>
        <Button variant="quiet" size="icon" aria-label={`Leave ${own.name}`} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <DefinitionList
        className="sheet:grid-cols-2"
        facts={[
          { term: "Role", value: own.role },
          { term: "Works as", value: own.part ?? "unknown" },
          { term: "Hands over", value: formatCount(own.handedOver) },
          { term: "Gets work", value: formatCount(own.received) },
          { term: "Work ends up here", value: formatPercent(own.centrality) },
        ]}
      />
      {bottleneck ? <p className="text-muted">{bottleneck.sentence}</p> : null}
      {gives.length > 0 ? (
        <PairLinks label={titled("Hands over to", gives)} view={view} pairs={gives.slice(0, SHOWN)} name="to" />
      ) : null}
      {gets.length > 0 ? (
        <PairLinks label={titled("Gets work from", gets)} view={view} pairs={gets.slice(0, SHOWN)} name="from" />
      ) : null}
    </>
  );
}

const titled = (title: string, pairs: readonly number[]) =>
  pairs.length > SHOWN ? `${title}, ${SHOWN} of ${pairs.length}` : title;
