import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";

/** The old version stands in for production, the fresh one for the candidate. */
interface PairedDifference {
  candidate: number;
  production: number;
  difference: number;
  ci95: [number, number];
  n: number;
}

export interface PairedMeasure {
  how: string;
  success: PairedDifference | null;
  brier: PairedDifference | null;
}

interface PairedTableProps {
  measured: PairedMeasure;
  old: number;
  fresh: number;
}

/** How hard the tasks are cancels out: the interval is of the difference, task by task. */
export function PairedTable({ measured: { how, success, brier }, old, fresh }: PairedTableProps) {
  const rows = [
    {
      name: "Success of the choices",
      found: success,
      lessIsBetter: false,
      show: (share: number) => formatShare(share),
    },
    {
      name: "Brier score, less is better",
      found: brier,
      lessIsBetter: true,
      show: (score: number) => score.toFixed(4),
    },
  ];
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Table label="Both on the same tasks">
        <TableHead>
          <TableRow>
            <TableHeader>Figure</TableHeader>
            <TableHeader numeric>v{old}</TableHeader>
            <TableHeader numeric>v{fresh}</TableHeader>
            <TableHeader numeric>Difference, 95% interval</TableHeader>
            <TableHeader numeric>Tasks n</TableHeader>
            <TableHeader>Verdict on v{fresh}</TableHeader>
          </TableRow>
        </TableHead>
        <tbody>
          {rows.map(({ name, found, lessIsBetter, show }) =>
            found ? (
              <TableRow key={name}>
                <TableCell className="min-w-40">{name}</TableCell>
                <TableCell numeric>{show(found.production)}</TableCell>
                <TableCell numeric>{show(found.candidate)}</TableCell>
                <TableCell numeric>
                  {signed(found.difference, show)}{" "}
                  <span className="text-muted">
                    ({signed(found.ci95[0], show)} to {signed(found.ci95[1], show)})
                  </span>
                </TableCell>
                <TableCell numeric>{formatCount(found.n)}</TableCell>
                <TableCell>
                  <Verdict found={found} lessIsBetter={lessIsBetter} />
                </TableCell>
              </TableRow>
            ) : null,
          )}
        </tbody>
      </Table>
      <p className="text-muted text-xs">{how}</p>
    </div>
  );
}

function Verdict({ found: { ci95, difference }, lessIsBetter }: { found: PairedDifference; lessIsBetter: boolean }) {
  if (ci95[0] <= 0 && ci95[1] >= 0) return "not distinguishable";
  const better = difference > 0 !== lessIsBetter;
  return <Lamp state={better ? "on" : "caution"} word={better ? "better" : "worse"} />;
}

function signed(value: number, show: (amount: number) => string): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${show(Math.abs(value))}`;
}
