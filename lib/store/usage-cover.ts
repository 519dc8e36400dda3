const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type UsageLevel = "hour" | "day" | "month";

/** Sums of one fineness in a range. Sign -1: what a coarser one beside it holds, and nobody has asked for. */
export interface UsagePiece {
  level: UsageLevel;
  fromMs: number;
  toMs: number;
  sign: 1 | -1;
}

export interface CoverLimits {
  /** The coarsest sums that are fine enough. */
  coarsest: UsageLevel;
  /** Midnights (UTC) that no sum may reach across: prices change there. */
  cutsMs: readonly number[];
  /** Months are complete from this day on; null: all are. */
  monthsFromMs: number | null;
}

/**
 * The fewest sums that come to a range of full hours. A day or a month (UTC) that an end cuts is read from finer sums, or
 * whole less what lies outside, whichever is less: 12 hours and 15 days an end at most.
 */
export function coverRange(fromMs: number, toMs: number, limits: CoverLimits): UsagePiece[] {
  const { coarsest, cutsMs, monthsFromMs } = limits;
  const hours: UsagePiece = { level: "hour", fromMs, toMs, sign: 1 };
  if (coarsest === "hour") return [hours];
  const days = joined(coarsen(hours, HOUR_MS, { level: "day", startOf: startOfDay, usable: () => true }));
  if (coarsest === "day") return days;
  const usable = (startMs: number, endMs: number) =>
    (monthsFromMs === null || startMs >= monthsFromMs) && !cutsMs.some((cutMs) => startMs < cutMs && cutMs < endMs);
  return joined(
    days.flatMap((days) =>
      days.level === "day" ? coarsen(days, DAY_MS, { level: "month", startOf: startOfMonth, usable }) : [days],
    ),
  );
}

interface Coarser {
  level: UsageLevel;
  /** Of the one a moment lies in, or of one so many after it. */
  startOf: (atMs: number, after?: number) => number;
  usable: (startMs: number, endMs: number) => boolean;
}

/** The same by coarser sums, one after another, where they are fewer. @param unitMs length of a sum of the piece */
function coarsen(piece: UsagePiece, unitMs: number, { level, startOf, usable }: Coarser): UsagePiece[] {
  const covering: UsagePiece[] = [];
  for (let startMs = startOf(piece.fromMs); startMs < piece.toMs; startMs = startOf(startMs, 1)) {
    const endMs = startOf(startMs, 1);
    const fromMs = Math.max(startMs, piece.fromMs);
    const toMs = Math.min(endMs, piece.toMs);
    const outsideMs = fromMs - startMs + endMs - toMs;
    if (!usable(startMs, endMs) || outsideMs + unitMs > toMs - fromMs) {
      covering.push({ ...piece, fromMs, toMs });
      continue;
    }
    covering.push({ ...piece, level, fromMs: startMs, toMs: endMs });
    const outside = [
      { fromMs: startMs, toMs: fromMs },
      { fromMs: toMs, toMs: endMs },
    ];
    for (const rest of outside.filter(({ fromMs, toMs }) => fromMs < toMs)) {
      covering.push({ level: piece.level, ...rest, sign: -1 });
    }
  }
  return covering;
}

/** Neighbours as one. */
function joined(pieces: readonly UsagePiece[]): UsagePiece[] {
  const kinds = Map.groupBy(pieces, ({ level, sign }) => `${level} ${sign}`);
  return [...kinds.values()].flatMap((kind) => {
    const sorted = kind.toSorted((a, b) => a.fromMs - b.fromMs);
    const ranges: UsagePiece[] = [];
    for (const piece of sorted) {
      const last = ranges.at(-1);
      if (last?.toMs === piece.fromMs) ranges[ranges.length - 1] = { ...last, toMs: piece.toMs };
      else ranges.push(piece);
    }
    return ranges;
  });
}

const startOfDay = (atMs: number, after = 0) => (Math.floor(atMs / DAY_MS) + after) * DAY_MS;

function startOfMonth(atMs: number, after = 0): number {
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + after);
}
