import Link from "next/link";
import { ExpectedWait } from "#components/fleet/expected-wait.tsx";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ExpectedWaitsView } from "#lib/contracts/agent-evidence.ts";
import { type AgentDetail, type AgentPrior, RECORD_DECISIONS } from "#lib/contracts/fleet.ts";

export function AgentFacts({ agent, waits }: { agent: AgentDetail; waits: ExpectedWaitsView }) {
  const { configuration, lastHeartbeatAt, heartbeatTtlSeconds } = agent;
  const isWhole = agent.decisions < RECORD_DECISIONS;
  return (
    <Card className="flex flex-col gap-4">
      <DefinitionList
        facts={[
          { term: "Fleet", value: agent.fleetName },
          { term: "Role", value: agent.role },
          {
            term: "Configuration",
            value: configuration ? (
              <Link href={`/configs/${configuration}`} className="font-mono text-xs hover:underline">
                {configuration}
              </Link>
            ) : (
              <Unknown word="none" />
            ),
          },
          { term: "Slots taken", value: `${agent.activeLeases} of ${agent.concurrencyLimit}` },
          {
            term: "Expected wait of the next task",
            value: (
              <ExpectedWait
                waitMs={waits.waitMs[agent.id]}
                isForetold={waits.fleets.includes(agent.fleetName)}
                isFull={agent.activeLeases >= agent.concurrencyLimit}
              />
            ),
          },
          {
            term: "Last heartbeat",
            value: lastHeartbeatAt ? <RelativeTime at={lastHeartbeatAt} /> : <Unknown word="never" />,
          },
          {
            term: "Heartbeat owed",
            value: heartbeatTtlSeconds === null ? "no" : `every ${formatCount(heartbeatTtlSeconds)} s`,
          },
          { term: isWhole ? "Decisions" : "Newest decisions looked at", value: formatCount(agent.decisions) },
          { term: isWhole ? "Spent" : "Spent on these", value: <Money nanoUsd={agent.spentNanoUsd} /> },
          { term: "Prior of success", value: priorText(agent.prior) },
          { term: "Declared", value: <RelativeTime at={agent.createdAt} /> },
        ]}
      />
      {agent.description ? <p className="max-w-4xl whitespace-pre-wrap text-muted">{agent.description}</p> : null}
    </Card>
  );
}

/** "66.3% until 5 outcomes are known: 60.0%, raised by its price as 12 agents teach" */
function priorText({ success, declared, movedBy, taughtBy, countsBelow }: AgentPrior): string {
  const counts = `${formatShare(success)} until ${formatCount(countsBelow)} outcomes are known`;
  if (movedBy.length === 0) return `${counts}, as the policy declares`;
  const direction = success < declared ? "lowered" : "raised";
  return `${counts}: ${formatShare(declared)}, ${direction} by its ${movedBy.join(" and ")} as ${formatCount(taughtBy)} agents teach`;
}
