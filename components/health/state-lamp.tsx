import { Lamp } from "#components/ui/lamp.tsx";
import type { HealthState } from "#lib/contracts/health-check.ts";
import type { LampState } from "#lib/contracts/overview.ts";

const LAMPS: Record<HealthState, LampState> = { ok: "on", degraded: "caution", failing: "danger" };

/** The state of a check; null: it has not run yet. */
export function StateLamp({ state, loud = false }: { state: HealthState | null; loud?: boolean }) {
  if (state === null) return <Lamp state="off" word="not run yet" />;
  return <Lamp state={LAMPS[state]} word={state} loud={loud} />;
}
