const MOST_BINS = 16;

/** Columns cut into few bins: `bins[column][row]` counts the cuts of the column that lie below the row's value. */
export interface BinnedRows {
  count: number;
  bins: Uint8Array[];
  cuts: Float64Array[];
}

/** Cuts every column between its values, at most 15 times and then at quantiles of the distinct ones. */
export function binsOf(rows: readonly Float64Array[]): BinnedRows {
  const width = rows[0]?.length ?? 0;
  const cuts = Array.from({ length: width }, (_, column) => cutsOf(rows, column));
  const bins = cuts.map((own, column) =>
    Uint8Array.from(rows, (row) => {
      let bin = 0;
      while (bin < own.length && (row[column] as number) > (own[bin] as number)) bin++;
      return bin;
    }),
  );
  return { count: rows.length, bins, cuts };
}

function cutsOf(rows: readonly Float64Array[], column: number): Float64Array {
  const distinct = Float64Array.from(new Set(rows.map((row) => row[column] as number))).sort();
  const middle = (i: number) => ((distinct[i] as number) + (distinct[i - 1] as number)) / 2;
  const places =
    distinct.length <= MOST_BINS
      ? Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) => i + 1)
      : Array.from({ length: MOST_BINS - 1 }, (_, i) => Math.floor(((i + 1) * distinct.length) / MOST_BINS));
  return Float64Array.from(places, middle);
}
