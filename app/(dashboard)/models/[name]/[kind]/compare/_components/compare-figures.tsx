import { Lamp } from "#components/ui/lamp.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import { compareFigures, type FigureVerdict } from "#lib/contracts/figure-compare.ts";
import type { Figure, ModelVersionView } from "#lib/contracts/model.ts";
import { figureName, formatFigure, sortFigures } from "../../../../_components/figure-names.ts";
import { FigureText } from "../../../../_components/figure-text.tsx";

interface CompareFiguresProps {
  left: ModelVersionView;
  right: ModelVersionView;
}

/** Figures side by side, with n and interval, and what their difference is worth. */
export function CompareFigures({ left, right }: CompareFiguresProps) {
  return (
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
  const amount = Math.abs(change);
  // The difference of two percentages is not a percentage.
  const text = old.unit === "fraction" ? `${(amount * 100).toFixed(1)} points` : formatFigure(amount, old.unit);
  // What rounds to nothing has no sign.
  const sign = /[1-9]/.test(text) ? (change > 0 ? "+" : "−") : "";
  return `${sign}${text}`;
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
