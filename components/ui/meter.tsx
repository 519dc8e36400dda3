import { cn } from "./cn.ts";

const TONES = {
  accent: "bg-accent",
  ok: "bg-ok",
  caution: "bg-caution",
  danger: "bg-danger",
  muted: "bg-edge",
} as const;

interface MeterProps {
  label: string;
  /** Shares of the whole, 0-1, drawn one after the other; what exceeds the whole is cut. */
  parts: readonly { share: number; tone: keyof typeof TONES; label: string }[];
  className?: string;
}

/** A bar of one or more parts; its words are for those who cannot see it. */
export function Meter({ label, parts, className }: MeterProps) {
  const text = `${label}: ${parts.map((part) => part.label).join(", ")}`;
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={cn(
        "flex h-2 w-full min-w-16 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset",
        className,
      )}
    >
      {parts.map((part) => (
        <span
          key={part.label}
          className={cn("h-full shrink-0", TONES[part.tone])}
          style={{ width: `${Math.max(0, Math.min(1, part.share)) * 100}%` }}
        />
      ))}
    </span>
  );
}
