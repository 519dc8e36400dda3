import { formatDuration, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ReplayFlip } from "#lib/contracts/replay.ts";

/** Both agents as the version foretells them, beside what came of the decision. */
export function FlipSides({ version, flip: { from, to, outcome } }: { version: number; flip: ReplayFlip }) {
  const share = (value: number | null) => (value === null ? <Unknown /> : formatShare(value));
  const time = (value: number | null) => (value === null ? <Unknown /> : formatDuration(value));
  const none = <Unknown word="no outcome" />;
  const rows = [
    {
      what: "Success",
      cells: [share(from.successProbability), share(to.successProbability)],
      actual: outcome ? (
        <Lamp state={outcome.success ? "on" : "danger"} word={outcome.success ? "Succeeded" : "Failed"} />
      ) : (
        none
      ),
    },
    {
      what: "Cost",
      cells: [<Money key="from" nanoUsd={from.costNanoUsd} />, <Money key="to" nanoUsd={to.costNanoUsd} />],
      actual: outcome ? <Money nanoUsd={outcome.costNanoUsd} /> : none,
    },
    {
      what: "Duration, p50",
      cells: [time(from.durationP50Ms), time(to.durationP50Ms)],
      actual: outcome ? time(outcome.durationMs) : none,
    },
    {
      what: "Total score",
      cells: [from.total?.toFixed(3) ?? <Unknown />, to.total?.toFixed(3) ?? <Unknown />],
      actual: <Unknown word="not an outcome" />,
    },
  ];
  return (
    <Table label="Both agents">
      <TableHead>
        <TableRow>
          <TableHeader>Measure</TableHeader>
          <TableHeader numeric>
            {from.agentName}, as v{version} foretells
          </TableHeader>
          <TableHeader numeric>
            {to.agentName}, as v{version} foretells
          </TableHeader>
          <TableHeader numeric>What came of {from.agentName}</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map(({ what, cells, actual }) => (
          <TableRow key={what}>
            <TableCell>{what}</TableCell>
            <TableCell numeric>{cells[0]}</TableCell>
            <TableCell numeric>{cells[1]}</TableCell>
            <TableCell numeric>{actual}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
