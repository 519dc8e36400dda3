import type { Escalation } from "#lib/contracts/decision.ts";
import { usdToNano } from "#lib/core/money.ts";
import { Card } from "../ui/card.tsx";
import { formatDuration, formatShare } from "../ui/figures.ts";
import { Money, Unknown } from "../ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

/** Agents to try one after another, what that is expected to come to, and the best agent alone beside it. */
export function EscalationPlan({ plan }: { plan: Escalation }) {
  const { steps, expected, alone } = plan;
  return (
    <Card className="p-0">
      <Table label="Escalation plan">
        <TableHead>
          <TableRow>
            <TableHeader>Step</TableHeader>
            <TableHeader>Configuration</TableHeader>
            <TableHeader numeric>Reached</TableHeader>
            <TableHeader numeric>Succeeds when reached</TableHeader>
            <TableHeader numeric>Cost, USD</TableHeader>
            <TableHeader numeric>Takes</TableHeader>
          </TableRow>
        </TableHead>
        <tbody>
          {steps.map((step, i) => (
            <TableRow key={step.agent}>
              <TableCell className="whitespace-nowrap font-medium">
                {i + 1}. {step.agent}
              </TableCell>
              <TableCell className="font-mono text-xs">{step.configuration ?? <Unknown word="none" />}</TableCell>
              <TableCell numeric>{formatShare(step.reached_probability)}</TableCell>
              <TableCell numeric>{formatShare(step.success_probability)}</TableCell>
              <TableCell numeric>
                <Usd value={step.cost_usd} />
              </TableCell>
              <TableCell />
            </TableRow>
          ))}
          <Sum name="The plan, expected" {...expected} />
          <Sum name={`${alone.agent} alone`} {...alone} />
        </tbody>
      </Table>
    </Card>
  );
}

interface SumProps {
  name: string;
  success_probability: number;
  cost_usd: number;
  duration_ms: number | null;
}

function Sum({ name, success_probability: success, cost_usd: cost, duration_ms: duration }: SumProps) {
  return (
    <TableRow>
      <TableCell className="font-medium" colSpan={3}>
        {name}
      </TableCell>
      <TableCell numeric>{formatShare(success)}</TableCell>
      <TableCell numeric>
        <Usd value={cost} />
      </TableCell>
      <TableCell numeric>{duration === null ? <Unknown /> : formatDuration(duration)}</TableCell>
    </TableRow>
  );
}

const Usd = ({ value }: { value: number }) => <Money bare nanoUsd={usdToNano(value).toString()} />;
