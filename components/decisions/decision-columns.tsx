import Link from "next/link";
import type { DecisionRow } from "#lib/contracts/decision.ts";
import type { Column } from "../data-table/column.ts";
import { formatDuration, formatShare } from "../ui/figures.ts";
import { Money, Unknown } from "../ui/money.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { DecisionLamp } from "./decision-lamp.tsx";

/** Why a figure is missing: there is nothing to measure, it is still to come, or nobody knows. */
function Missing({ row: { verdict, outcome } }: { row: DecisionRow }) {
  if (verdict !== "assigned" && !outcome) return <Unknown word="none" />;
  return <Unknown word={outcome ? "unknown" : "not yet"} />;
}

const when: Column<DecisionRow> = { id: "at", header: "When", cell: ({ at }) => <RelativeTime at={at} /> };
const verdict: Column<DecisionRow> = { id: "verdict", header: "State", cell: (row) => <DecisionLamp decision={row} /> };
const task: Column<DecisionRow> = {
  id: "type",
  header: "Task type",
  cell: ({ id, taskType, reason }) => (
    <Link href={`/decisions/${id}`} title={reason} className="block max-w-56 truncate font-medium hover:underline">
      {taskType}
    </Link>
  ),
};
const agent: Column<DecisionRow> = {
  id: "agent",
  header: "Agent",
  cell: ({ agentName, verdict }) =>
    agentName === null ? (
      <Unknown word={verdict === "direct" ? "by name" : "none"} />
    ) : (
      <span className="block max-w-56 truncate">{agentName}</span>
    ),
};
const configuration: Column<DecisionRow> = {
  id: "configuration",
  header: "Configuration",
  cell: (row) =>
    row.configuration === null ? (
      <Unknown word="none" />
    ) : (
      <span className="whitespace-nowrap font-mono text-xs">{row.configuration}</span>
    ),
};
const predicted: Column<DecisionRow> = {
  id: "predicted",
  header: "Predicted",
  unit: "success",
  numeric: true,
  cell: (row) => (row.predictedSuccess === null ? <Missing row={row} /> : formatShare(row.predictedSuccess)),
};
const estimate: Column<DecisionRow> = {
  id: "estimate",
  header: "Estimate",
  unit: "USD",
  numeric: true,
  cell: (row) => (row.estimateNanoUsd === null ? <Missing row={row} /> : <Money bare nanoUsd={row.estimateNanoUsd} />),
};
const actual: Column<DecisionRow> = {
  id: "actual",
  header: "Actual",
  unit: "USD",
  numeric: true,
  cell: (row) =>
    row.outcome?.costNanoUsd == null ? <Missing row={row} /> : <Money bare nanoUsd={row.outcome.costNanoUsd} />,
};
const duration: Column<DecisionRow> = {
  id: "duration",
  header: "Took",
  numeric: true,
  cell: (row) => (row.outcome?.durationMs == null ? <Missing row={row} /> : formatDuration(row.outcome.durationMs)),
};
const id: Column<DecisionRow> = {
  id: "id",
  header: "Decision",
  cell: (row) => <ShortId id={row.id} what="decision id" />,
};

export const DECISION_COLUMNS = [when, verdict, task, agent, configuration, predicted, estimate, actual, duration, id];
/** On an agent's page, where the agent is known. */
export const AGENT_DECISION_COLUMNS = [when, verdict, task, configuration, predicted, estimate, actual, duration];
/** On the overview: what was decided, not yet what it cost. */
export const BRIEF_DECISION_COLUMNS = [when, verdict, task, agent, estimate];
