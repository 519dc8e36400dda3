import { formatShare } from "#components/ui/figures.ts";

/** A chance that was found by simulation, which cannot tell the last half per cent from certainty. */
export function chanceWords(chance: number): string {
  if (chance < 0.005) return "not likely";
  return chance > 0.995 ? "over 99% chance" : `${formatShare(chance, 0)} chance`;
}
