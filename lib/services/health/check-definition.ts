import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import type { HealthCheckId } from "#lib/contracts/health-check-list.ts";
import type { Damping } from "#lib/engines/health/condition.ts";

/** Something that is looked at again and again. It finds out, and decides nothing: what follows is the same for all. */
export interface HealthCheck {
  id: HealthCheckId;
  damping: Damping;
  /** How long what a run does not mention is remembered: what one process knows the next one may not. */
  forgetAfterMs: number;
  /** @throws whatever keeps it from finding out; the check is degraded then */
  run(ctx: ServiceContext): Promise<Verdict[]>;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** What is seen counts at once, and is over at the second good run. */
export const AT_ONCE: Damping = { worseAfter: 1, betterAfter: 2 };
/** What may pass by itself within a moment must be seen twice. */
export const TWICE: Damping = { worseAfter: 2, betterAfter: 2 };

/** A verdict on all there is. */
export function overall(
  label: string,
  { state, sentence, evidence = [], href = null }: Pick<Verdict, "state" | "sentence"> & Partial<Verdict>,
): Verdict {
  return { subject: "", label, state, sentence, evidence, href };
}

/** "1 agent", "2 agents". */
export function counted(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}
