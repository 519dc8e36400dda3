export const BLOCK_HOURS = 24;

/**
 * Hourly amounts (spend, arrivals) cut into days that end now, oldest first: the newest is always a whole one, whatever the time of day,
 * and an hour of a block is always the same hour of the day.
 */
export interface DayBlocks {
  /** Amount a block. */
  totals: Float64Array;
  /** Row-major blocks x 24: share of the block's total that each of its hours took; the usual shares where it took none. */
  shares: Float64Array;
}

/** An hour of one block counts as much as so many blocks of the usual. */
const SHRINK_BLOCKS = 3;

/** @param hourly amounts by hour, oldest first; the last entry is the last hour that is over. */
export function dayBlocks(hourly: ArrayLike<number>): DayBlocks {
  const count = Math.floor(hourly.length / BLOCK_HOURS);
  const from = hourly.length - count * BLOCK_HOURS;
  const totals = new Float64Array(count);
  const usual = new Float64Array(BLOCK_HOURS);
  let sum = 0;
  for (let i = 0; i < count * BLOCK_HOURS; i++) {
    const value = hourly[from + i] ?? 0;
    const block = Math.floor(i / BLOCK_HOURS);
    totals[block] = (totals[block] ?? 0) + value;
    usual[i % BLOCK_HOURS] = (usual[i % BLOCK_HOURS] ?? 0) + value;
    sum += value;
  }
  const even = 1 / BLOCK_HOURS;
  for (let hour = 0; hour < BLOCK_HOURS; hour++) {
    const seen = sum > 0 ? (usual[hour] ?? 0) / sum : even;
    usual[hour] = (count * seen + SHRINK_BLOCKS * even) / (count + SHRINK_BLOCKS);
  }
  const shares = new Float64Array(count * BLOCK_HOURS);
  for (let i = 0; i < shares.length; i++) {
    const total = totals[Math.floor(i / BLOCK_HOURS)] ?? 0;
    shares[i] = total > 0 ? (hourly[from + i] ?? 0) / total : (usual[i % BLOCK_HOURS] ?? even);
  }
  return { totals, shares };
}
