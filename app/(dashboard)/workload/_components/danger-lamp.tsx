import { formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import type { LampState } from "#lib/contracts/overview.ts";
import { type Danger, dangerOf } from "./workload-words.ts";

const LAMPS: Record<Danger, LampState> = { none: "on", may: "caution", likely: "danger" };
const WORDS: Record<Danger, string> = { none: "has room", may: "may be full", likely: "likely full" };

/** How likely it is that all slots are taken all hour, as a lamp, a word and a figure. */
export function DangerLamp({ saturation, when }: { saturation: number; when?: string }) {
  const danger = dangerOf({ saturation });
  const chance = danger === "none" ? "" : ` (${formatShare(saturation, 0)})`;
  return <Lamp state={LAMPS[danger]} word={`${when ? `${when}: ` : ""}${WORDS[danger]}${chance}`} />;
}
