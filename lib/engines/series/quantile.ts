/** Linear between the sorted values (type 7 of Hyndman & Fan, 1996). */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const from = sorted[low] as number;
  const to = sorted[Math.min(sorted.length - 1, low + 1)] as number;
  return from + (at - low) * (to - from);
}
