/** Spans that end now, as an address names them. */
export const TIME_SPANS = ["1h", "24h", "7d", "30d", "90d"] as const;
export type TimeSpan = (typeof TIME_SPANS)[number];

const HOUR_MS = 3_600_000;
const LENGTH_MS: Record<TimeSpan, number> = {
  "1h": HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 168 * HOUR_MS,
  "30d": 720 * HOUR_MS,
  "90d": 2160 * HOUR_MS,
};

export const TIME_SPAN_NAMES: Record<TimeSpan, string> = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
};

export const startOfSpan = (span: TimeSpan, nowMs: number): Date => new Date(nowMs - LENGTH_MS[span]);
