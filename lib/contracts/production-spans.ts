import type { AliasMoveView } from "./model.ts";

/** A time during which production named one version. */
export interface ProductionSpan {
  version: number;
  from: string;
  /** Null: it still does. */
  to: string | null;
  move: AliasMoveView;
}

/** Moves come newest first; the spans go the way time does. */
export function productionSpans(moves: readonly AliasMoveView[]): ProductionSpan[] {
  const ordered = moves.filter(({ alias }) => alias === "production").toReversed();
  return ordered.map((move, index) => ({
    version: move.toVersion,
    from: move.at,
    to: ordered[index + 1]?.at ?? null,
    move,
  }));
}
