import type { Provider } from "#lib/contracts/configuration.ts";
import type { ComparisonView, LabelRow } from "#lib/contracts/reconciliation-view.ts";
import { compareUsage } from "#lib/engines/cost/reconcile/compare-usage.ts";
import { headlineOf } from "#lib/engines/cost/reconcile/headline.ts";
import { modelKey } from "#lib/engines/cost/reconcile/model-key.ts";
import { sumCells } from "#lib/engines/cost/reconcile/summarise.ts";
import type { StoredLine } from "#lib/store/invoice-upload.ts";
import type { UsageGroup } from "#lib/store/known-usage.ts";
import { groupsOfDays } from "./groups-of-days.ts";
import { knownByClass } from "./known-by-class.ts";
import { ModelNames } from "./model-names.ts";
import { notesOf } from "./notes-of.ts";
import { cellsView, daysView, rowsView, totalsView } from "./views-of-cells.ts";

export interface Bill {
  provider: Provider;
  from: string;
  to: string;
  /** What counts of the exports, within the range. */
  lines: readonly StoredLine[];
  covers: { tokens: ReadonlySet<string>; costs: ReadonlySet<string> };
  /** One model alone, as it is called or billed. */
  model: string | null;
  nowMs: number;
}

/**
 * A provider's bill beside what Signalbox knows of the same UTC days: calls through it, and what agents reported of
 * calls of their own.
 */
export async function compareBill({ provider, from, to, lines, covers, model, nowMs }: Bill): Promise<ComparisonView> {
  const longAbove = new ModelNames(provider, []).longAbove(Date.parse(`${to}T12:00:00Z`));
  const { calls, reports } = await groupsOfDays(provider, { from, to }, longAbove, nowMs);
  const groups = [...calls, ...reports];
  const names = new ModelNames(
    provider,
    groups.flatMap(({ requestedModel, servedModel }) => [requestedModel, servedModel]),
  );
  const all = compareUsage({
    billed: lines.map((line) => ({ ...line, model: names.keyOf(line.billedAs) })),
    known: [...knownByClass(calls, "calls", names), ...knownByClass(reports, "reports", names)],
    covers,
    knownModels: names.keys,
    rateOf: (key, day, tokenClass) => names.rateOf(key, day, tokenClass),
  });
  const wanted = model === null ? null : names.keyOf(model);
  const cells = wanted === null ? all : all.filter((cell) => cell.model === wanted);
  const sum = sumCells(cells);
  return {
    provider,
    from,
    to,
    headline: headlineOf(provider, { first: from, last: to }, sum),
    totals: totalsView(sum),
    days: daysView(cells, { from, to }, covers),
    rows: rowsView(cells, names, namesOf(lines, names), calledNames(groups, provider)),
    labels: labelsOf(lines),
    notes: notesOf({ provider, from, to, covers, calls, reports, sum }),
    cells: cellsView(cells),
  };
}

function namesOf(lines: readonly StoredLine[], names: ModelNames): Map<string, Set<string>> {
  const billed = new Map<string, Set<string>>();
  for (const { billedAs } of lines) addTo(billed, names.keyOf(billedAs), billedAs);
  return billed;
}

function calledNames(groups: readonly UsageGroup[], provider: Provider): Map<string, Set<string>> {
  const called = new Map<string, Set<string>>();
  for (const { servedModel, requestedModel } of groups) addTo(called, modelKey(provider, servedModel), requestedModel);
  return called;
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set();
  set.add(value);
  sets.set(key, set);
}

const SHOWN_LABELS = 50;

function labelsOf(lines: readonly StoredLine[]): LabelRow[] {
  const byLabel = Map.groupBy(lines, ({ label }) => label);
  if (byLabel.size < 2) return [];
  const sumOf = (values: readonly (bigint | null)[]) =>
    values.every((value) => value === null) ? null : values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n);
  return [...byLabel]
    .map(([label, of]) => ({
      label,
      tokens: sumOf(of.map(({ tokens }) => tokens)),
      cost: sumOf(of.map(({ costNanoUsd }) => costNanoUsd)),
    }))
    .toSorted((a, b) => Number((b.cost ?? b.tokens ?? 0n) - (a.cost ?? a.tokens ?? 0n)))
    .slice(0, SHOWN_LABELS)
    .map(({ label, tokens, cost }) => ({
      label,
      tokens: tokens === null ? null : Number(tokens),
      costNanoUsd: cost?.toString() ?? null,
    }));
}
