import type { LampState } from "#lib/contracts/overview.ts";
import { cn } from "./cn.ts";

const COLOURS: Record<LampState, string> = {
  on: "text-ok",
  off: "text-muted",
  caution: "text-caution",
  danger: "text-danger",
};

function Shape({ state }: { state: LampState }) {
  switch (state) {
    case "on":
      return <circle cx="6" cy="6" r="4.5" fill="currentColor" />;
    case "off":
      return <circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case "caution":
      return <path d="M6 1 11.2 10.5H.8Z" fill="currentColor" />;
    case "danger":
      return <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="1" fill="currentColor" />;
    default:
      return state satisfies never;
  }
}

interface LampProps {
  state: LampState;
  /** The state in a word: colour and shape alone say nothing to many readers. */
  word: string;
  /** Colours the word too, where it stands alone. */
  loud?: boolean;
  className?: string;
}

/** A state: filled dot on, ring off, triangle caution, square danger, and its word. */
export function Lamp({ state, word, loud = false, className }: LampProps) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap align-top", className)}>
      <svg aria-hidden="true" viewBox="0 0 12 12" className={cn("size-3 shrink-0", COLOURS[state])}>
        <Shape state={state} />
      </svg>
      <span className={loud ? COLOURS[state] : undefined}>{word}</span>
    </span>
  );
}
