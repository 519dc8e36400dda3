import type { Figure } from "#lib/contracts/model.ts";

/** One line a figure: value, 95% interval, baseline and n, in columns. */
export function figureLines(metrics: Record<string, Figure>): string[] {
  const names = Object.keys(metrics).sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.flatMap((name) => {
    const figure = metrics[name];
    if (!figure) return [];
    const { value, unit, ci95, baseline, n } = figure;
    const parts = [
      `${value.toFixed(4)} ${unit}`,
      ci95 ? `95% ${ci95[0].toFixed(4)} to ${ci95[1].toFixed(4)}` : "",
      baseline === undefined ? "" : `baseline ${baseline.toFixed(4)}`,
      n === undefined ? "" : `n ${n.toLocaleString("en-US")}`,
    ];
    return [`  ${name.padEnd(width)}  ${parts.filter((part) => part !== "").join("  ")}`];
  });
}
