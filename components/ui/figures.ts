/** Text of figures as every page writes them. */

const whole = new Intl.NumberFormat("en-US");

export const formatCount = (count: number): string => whole.format(count);

/** 0.8234 -> "82.3%" */
export const formatShare = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}%`;

/** 1234 ms -> "1.2 s"; below a second in ms, above two minutes in min, above two hours in h, above two days in d. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 120_000) return `${(durationMs / 1000).toFixed(1)} s`;
  if (durationMs < 7_200_000) return `${(durationMs / 60_000).toFixed(1)} min`;
  if (durationMs < 172_800_000) return `${(durationMs / 3_600_000).toFixed(1)} h`;
  return `${(durationMs / 86_400_000).toFixed(1)} d`;
}

/** 1536 -> "1.5 KiB" */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
