import type { RunPattern, RunTurnView, RunView } from "#lib/contracts/team-run.ts";

/** So many turns are shown at once. */
export const TURNS_A_PART = 200;

/** A turn with what is known of it besides. */
export interface MarkedTurn extends RunTurnView {
  patterns: RunPattern[];
  /** That the fault lies here, 0-1; null: not among the likeliest, or nobody knows. */
  blame: number | null;
  /** Somebody has found the fault here. */
  named: boolean;
}

/** Which part a step stands in; the first one for a step that the run does not have. */
export function partOf({ turns }: Pick<RunView, "turns">, step: number): number {
  return Math.floor(
    Math.max(
      0,
      turns.findIndex((turn) => turn.step === step),
    ) / TURNS_A_PART,
  );
}

export const partsOf = ({ turns }: Pick<RunView, "turns">): number =>
  Math.max(1, Math.ceil(turns.length / TURNS_A_PART));

/** The turns of a part, with patterns and faults at their steps. */
export function markedTurns({ turns, patterns, blame, named, told }: RunView, part: number): MarkedTurn[] {
  const blamed = new Map(blame?.steps.map(({ step, probability }) => [step, probability]));
  const found = (named ?? told)?.step ?? null;
  return turns.slice(part * TURNS_A_PART, (part + 1) * TURNS_A_PART).map((turn) => ({
    ...turn,
    patterns: [...new Set(patterns.filter(({ steps }) => steps.includes(turn.step)).map(({ kind }) => kind))],
    blame: blamed.get(turn.step) ?? null,
    named: found === turn.step,
  }));
}
