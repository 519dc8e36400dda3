import { UrlSelect } from "#components/data-table/url-select.tsx";
import { Section } from "#components/ui/card.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import { compareFigures, type FigureVerdict } from "#lib/contracts/figure-compare.ts";
import type { Figure, ModelVersionView, ModelView } from "#lib/contracts/model.ts";
import { figureName, formatFigure, sortFigures } from "../../../_components/figure-names.ts";
import { FigureText } from "../../../_components/figure-text.tsx";

interface CompareProps {
  model: ModelView;
  /** Versions chosen in the URL; null: production against the newest other one. */
  old: number | null;
  fresh: number | null;
}

/** Two versions side by side, with what their difference is worth. */
export function CompareVersions({ model, old, fresh }: CompareProps) {
  const find = (version: number | null) => model.versions.find((row) => row.version === version);
  const one = find(old) ?? find(model.production) ?? model.versions[1];
  const other = find(fresh) ?? model.versions.find((row) => row !== one);
  if (!one || !other) return null;
  const asChosen = old !== null || fresh !== null || one.version < other.version;
  const [left, right] = asChosen ? [one, other] : [other, one];
  const options = model.versions.map(({ version }) => ({ value: String(version), label: `v${version}` }));
  return (
    <Section
      title={`v${left.version} beside v${right.version}`}
      note={sameRows(left, right)}
      action={
        <>
          <UrlSelect param="old" label="Version" all={`v${left.version} (left)`} options={options} />
          <UrlSelect param="fresh" label="Compared with" all={`v${right.version} (right)`} options={options} />
        </>
      }
    >
      <Table label="Figures of the two versions">
        <TableHead>
          <TableRow>
            <TableHeader>Figure</TableHeader>
            <TableHeader numeric>v{left.version}</TableHeader>
            <TableHeader numeric>v{right.version}</TableHeader>
            <TableHeader numeric>Difference</TableHeader>
            <TableHeader>Verdict on v{right.version}</TableHeader>
          </TableRow>
        </TableHead>
        <tbody>
          {sortFigures([...Object.keys(left.metrics), ...Object.keys(right.metrics)]).map((name) => (
            <CompareRow key={name} name={name} old={left.metrics[name]} fresh={right.metrics[name]} />
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function CompareRow({ name, old, fresh }: { name: string; old: Figure | undefined; fresh: Figure | undefined }) {
  return (
    <TableRow>
      <TableCell className="min-w-40">{figureName(name)}</TableCell>
      <TableCell numeric>{old ? <FigureText figure={old} /> : <Unknown word="not measured" />}</TableCell>
      <TableCell numeric>{fresh ? <FigureText figure={fresh} /> : <Unknown word="not measured" />}</TableCell>
      <TableCell numeric>{old && fresh ? difference(old, fresh) : <Unknown word="none" />}</TableCell>
      <TableCell>
        <Verdict verdict={compareFigures(name, old, fresh)} />
      </TableCell>
    </TableRow>
  );
}

function difference(old: Figure, fresh: Figure): string {
  const change = fresh.value - old.value;
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  return `${sign}${formatFigure(Math.abs(change), old.unit)}`;
}

function Verdict({ verdict }: { verdict: FigureVerdict }) {
  switch (verdict) {
    case "better":
      return <Lamp state="on" word="better" />;
    case "worse":
      return <Lamp state="caution" word="worse" />;
    case "same":
      return "the same";
    case "not_distinguishable":
      return "not distinguishable";
    case "no_interval":
      return <Unknown word="no verdict without an interval" />;
    case "missing":
      return <Unknown word="measured for one alone" />;
    default:
      return verdict satisfies never;
  }
}

/** Figures of different test rows compare models and rows at once: say so. */
function sameRows(left: ModelVersionView, right: ModelVersionView): string {
  const testSha = ({ metadata }: ModelVersionView) => metadata.parameters.testSha256;
  return testSha(left) !== undefined && testSha(left) === testSha(right)
    ? "Measured on the same tasks"
    : "Measured on different tasks: differences are of the tasks too";
}
