import { formatCount } from "#components/ui/figures.ts";
import type { Figure } from "#lib/contracts/model.ts";
import { formatFigure } from "./figure-names.ts";

/** A figure with its interval and how many rows it rests on. */
export function FigureText({ figure }: { figure: Figure }) {
  const { value, unit, ci95, n } = figure;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatFigure(value, unit)}
      {ci95 ? (
        <span className="text-muted">
          {" "}
          ({formatFigure(ci95[0], unit)} to {formatFigure(ci95[1], unit)})
        </span>
      ) : null}
      {n === undefined ? null : <span className="text-muted"> n {formatCount(n)}</span>}
    </span>
  );
}
