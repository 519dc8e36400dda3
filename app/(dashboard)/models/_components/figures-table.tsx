import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { Figure } from "#lib/contracts/model.ts";
import { figureName, formatFigure, sortFigures } from "./figure-names.ts";
import { FigureText } from "./figure-text.tsx";

/** Everything measured of one version, each figure with its interval and n, beside its baseline. */
export function FiguresTable({ label, figures }: { label: string; figures: Record<string, Figure> }) {
  return (
    <Table label={label}>
      <TableHead>
        <TableRow>
          <TableHeader>Figure</TableHeader>
          <TableHeader numeric>Measured</TableHeader>
          <TableHeader numeric>Baseline</TableHeader>
        </TableRow>
      </TableHead>
      <tbody>
        {sortFigures(Object.keys(figures)).map((name) => {
          const figure = figures[name];
          return figure ? (
            <TableRow key={name}>
              <TableCell className="min-w-40">{figureName(name)}</TableCell>
              <TableCell numeric>
                <FigureText figure={figure} />
              </TableCell>
              <TableCell numeric>
                {figure.baseline === undefined ? <Unknown word="none" /> : formatFigure(figure.baseline, figure.unit)}
              </TableCell>
            </TableRow>
          ) : null;
        })}
      </tbody>
    </Table>
  );
}
