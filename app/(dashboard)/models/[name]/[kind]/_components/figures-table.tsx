import { Section } from "#components/ui/card.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { figureName, formatFigure, sortFigures } from "../../../_components/figure-names.ts";
import { FigureText } from "../../../_components/figure-text.tsx";

/** Everything measured of one version, while there is no other to compare it with. */
export function FiguresTable({ version }: { version: ModelVersionView }) {
  const { metrics } = version;
  return (
    <Section title={`What v${version.version} measured`} note="On tasks it had not seen">
      <Table label={`Figures of v${version.version}`}>
        <TableHead>
          <TableRow>
            <TableHeader>Figure</TableHeader>
            <TableHeader numeric>Measured</TableHeader>
            <TableHeader numeric>Baseline</TableHeader>
          </TableRow>
        </TableHead>
        <tbody>
          {sortFigures(Object.keys(metrics)).map((name) => {
            const figure = metrics[name];
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
    </Section>
  );
}
