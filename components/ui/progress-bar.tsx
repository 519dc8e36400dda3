import { cn } from "./cn.ts";

interface ProgressBarProps {
  /** What advances, for those who cannot see it. */
  label: string;
  /** 0-1 */
  share: number;
  className?: string;
}

/** How much of something is done. */
export function ProgressBar({ label, share, className }: ProgressBarProps) {
  const percent = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn("flex h-2 min-w-16 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset", className)}
    >
      <span className="h-full bg-accent" style={{ width: `${percent}%` }} />
    </span>
  );
}
