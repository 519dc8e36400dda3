import type { EvaluationReport, EvaluationRow } from "#lib/contracts/evaluation.ts";
import { compareFigures, type FigureVerdict } from "#lib/contracts/figure-compare.ts";
import type { Figure, ModelVersionView } from "#lib/contracts/model.ts";

/** A version with what was measured when it was made. */
export interface MeasuredVersion {
  version: ModelVersionView;
  report: EvaluationReport | null;
}

export interface FigureChange {
  name: string;
  old: Figure | null;
  fresh: Figure | null;
  /** Fresh minus old; null where one is missing. */
  difference: number | null;
  verdict: FigureVerdict;
}

export interface ParameterChange {
  name: string;
  /** As JSON; null: absent. */
  old: string | null;
  fresh: string | null;
}

export interface AgentChange {
  agent: string;
  old: EvaluationRow | null;
  fresh: EvaluationRow | null;
}

export interface RecordedComparison {
  /** Measured on the same held-out tasks; otherwise differences are of the tasks, too. */
  sameHeldOut: boolean;
  figures: FigureChange[];
  /** Only those that differ. */
  parameters: ParameterChange[];
  agents: AgentChange[];
}

/** Two versions as their own evaluations and metadata tell them. Overlapping intervals are "not distinguishable". */
export function compareRecorded(old: MeasuredVersion, fresh: MeasuredVersion): RecordedComparison {
  const [before, after] = [heldOutOf(old), heldOutOf(fresh)];
  return {
    sameHeldOut: before !== null && before === after,
    figures: names(old.version.metrics, fresh.version.metrics).map((name) => {
      const [left, right] = [old.version.metrics[name] ?? null, fresh.version.metrics[name] ?? null];
      return {
        ...{ name, old: left, fresh: right },
        difference: left && right ? right.value - left.value : null,
        verdict: compareFigures(name, left ?? undefined, right ?? undefined),
      };
    }),
    parameters: parameterChanges(old.version, fresh.version),
    agents: agentChanges(old.report?.perAgent ?? [], fresh.report?.perAgent ?? []),
  };
}

function heldOutOf({ version, report }: MeasuredVersion): string | null {
  const recorded = report?.heldOut.sha256 ?? version.metadata.parameters.testSha256;
  return typeof recorded === "string" ? recorded : null;
}

function parameterChanges(old: ModelVersionView, fresh: ModelVersionView): ParameterChange[] {
  const settings = ({ metadata: { parameters, ...rest } }: ModelVersionView) => ({
    ...flat(rest),
    ...flat(parameters),
  });
  const [before, after] = [settings(old), settings(fresh)];
  return names(before, after)
    .map((name) => ({ name, old: before[name] ?? null, fresh: after[name] ?? null }))
    .filter((change) => change.old !== change.fresh);
}

/** Nested settings by their path. */
function flat(value: object, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, string][] =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.entries(flat(inner, `${prefix}${key}.`))
        : [[`${prefix}${key}`, JSON.stringify(inner)]],
    ),
  );
}

function agentChanges(old: readonly EvaluationRow[], fresh: readonly EvaluationRow[]): AgentChange[] {
  const [before, after] = [byName(old), byName(fresh)];
  return names(before, after).map((agent) => ({
    agent,
    old: before[agent] ?? null,
    fresh: after[agent] ?? null,
  }));
}

const byName = (rows: readonly EvaluationRow[]) => Object.fromEntries(rows.map((row) => [row.name, row]));

const names = (a: object, b: object) => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
