import { formatCount, formatDuration, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { DecisionView } from "#lib/contracts/decision.ts";
import { usdToNano } from "#lib/core/money.ts";

interface PredictedActualProps {
  estimate: DecisionView["answer"]["estimate"];
  outcome: DecisionView["outcome"];
}

const count = (value: number | null) => (value === null ? <Unknown /> : formatCount(Math.round(value)));

function Judged({ outcome: { success, errorCode } }: { outcome: NonNullable<PredictedActualProps["outcome"]> }) {
  const why = errorCode ? `, ${errorCode}` : "";
  if (success === null) return <Unknown word={`not judged${why}`} />;
  return success ? "Yes" : `No${why}`;
}

export function PredictedActual({ estimate, outcome }: PredictedActualProps) {
  const pending = <Unknown word="not yet" />;
  const cost = estimate?.cost_usd ?? null;
  const { p50 = null, p90 = null } = estimate?.duration_ms ?? {};
  const rows = [
    {
      what: "Success",
      predicted: estimate ? formatShare(estimate.success_probability) : <Unknown />,
      actual: outcome ? <Judged outcome={outcome} /> : pending,
    },
    {
      what: "Cost",
      predicted: <Money nanoUsd={cost === null ? null : usdToNano(cost).toString()} />,
      actual: outcome ? <Money nanoUsd={outcome.costNanoUsd} /> : pending,
    },
    {
      what: "Duration",
      predicted:
        p50 === null ? <Unknown /> : `${formatDuration(p50)}${p90 === null ? "" : `, p90 ${formatDuration(p90)}`}`,
      actual: outcome ? outcome.durationMs === null ? <Unknown /> : formatDuration(outcome.durationMs) : pending,
    },
    {
      what: "Input tokens",
      predicted: count(estimate?.tokens.input ?? null),
      actual: outcome ? count(outcome.inputTokens) : pending,
    },
    {
      what: "Output tokens",
      predicted: count(estimate?.tokens.output ?? null),
      actual: outcome ? count(outcome.outputTokens) : pending,
    },
    {
      what: "Quality",
      predicted: <Unknown word="not predicted" />,
      actual: outcome ? outcome.quality === null ? <Unknown /> : formatShare(outcome.quality) : pending,
    },
  ];
  return (
    <Table label="Predicted beside actual">
      <TableHead>
        <TableRow>
          <TableHeader>Measure</TableHeader>
          <TableHeader numeric>Predicted</TableHeader>
          <TableHeader numeric>Actual</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map(({ what, predicted, actual }) => (
          <TableRow key={what}>
            <TableCell>{what}</TableCell>
            <TableCell numeric>{predicted}</TableCell>
            <TableCell numeric>{actual}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
