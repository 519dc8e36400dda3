import { Lamp } from "#components/ui/lamp.tsx";
import type { RiskLevel } from "#lib/contracts/fallback.ts";
import type { LampState } from "#lib/contracts/overview.ts";

const LAMPS: Record<RiskLevel, { state: LampState; word: string }> = {
  none: { state: "danger", word: "no successor" },
  partly: { state: "caution", word: "not everything" },
  strained: { state: "caution", word: "at a price" },
  covered: { state: "on", word: "covered" },
  unused: { state: "off", word: "nothing to take over" },
};

/** How well others take over. */
export function RiskLamp({ level, loud = false }: { level: RiskLevel; loud?: boolean }) {
  return <Lamp {...LAMPS[level]} loud={loud} />;
}
