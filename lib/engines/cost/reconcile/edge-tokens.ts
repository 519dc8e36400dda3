import type { CellFacts } from "./explain-cell.ts";
import { clampTo } from "./usage-facts.ts";

/** What Signalbox saw in the hours beside midnight, by cell. */
export type EdgeHours = ReadonlyMap<string, { firstHour: bigint; lastHour: bigint }>;

const DAY_MS = 86_400_000;

/**
 * Finds tokens that the provider counts on one day and Signalbox on the day beside it, since a call begins before
 * midnight and is billed after it, or a clock is off. One day must have more than Signalbox knows and its neighbour
 * less, and no more moves than was seen in the hour beside that midnight. @param cells of one model and class
 */
export function withEdgeTokens(
  cells: readonly CellFacts[],
  keyOf: (cell: CellFacts) => string,
  hours: EdgeHours,
): CellFacts[] {
  const days = cells.toSorted((a, b) => (a.day < b.day ? -1 : 1)).map((cell) => ({ ...cell }));
  const open = days.map(({ billed, seen, reported }) =>
    billed.tokens === null ? null : billed.tokens - seen.tokens - reported.tokens,
  );
  for (let i = 0; i + 1 < days.length; i++) {
    const [early, late] = [days[i], days[i + 1]];
    const [before, after] = [open[i], open[i + 1]];
    if (!early || !late || before == null || after == null) continue;
    if (Date.parse(late.day) - Date.parse(early.day) !== DAY_MS) continue;
    const seenAcross = before > 0n ? hours.get(keyOf(late))?.firstHour : hours.get(keyOf(early))?.lastHour;
    const movable = clampTo(clampTo(before, -after), before > 0n ? (seenAcross ?? 0n) : -(seenAcross ?? 0n));
    early.edgeTokens += movable;
    late.edgeTokens -= movable;
    open[i] = before - movable;
    open[i + 1] = after + movable;
  }
  return days;
}
