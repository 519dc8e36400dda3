import { formatShare } from "./figures.ts";

/** A rate as a tick and its interval as a band, on a scale of 0 to 100%. */
export function IntervalBar({ rate, low, high }: { rate: number; low: number; high: number }) {
  const text = `${formatShare(low)} to ${formatShare(high)}`;
  return (
    <span role="img" aria-label={text} title={text} className="relative block h-3 w-full min-w-28 rounded-sm bg-sunken">
      <span
        className="absolute inset-y-0 rounded-sm bg-series-1/35"
        style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
      />
      <span className="absolute inset-y-0 w-0.5 bg-series-1" style={{ left: `${rate * 100}%` }} />
    </span>
  );
}
