import type { TeamRun } from "../team-run.ts";
import { type Pattern, type PatternSettings, stepsText } from "./pattern.ts";

/**
 * Dropped hand-offs: a turn addressed to an agent that does not speak within `patienceTurns` turns of others, though the run
 * went on that long or ended before it spoke. A hand-off that the sender gives to somebody else meanwhile is withdrawn, not
 * dropped; nor is one that waits at the end of a run of which nobody has said how it ended, since that may go on.
 */
export function findDroppedHandOffs({ interactions, succeeded }: TeamRun, settings: PatternSettings): Pattern[] {
  return interactions.flatMap(({ from, to, step }, at): Pattern[] => {
    if (to === null || to === from) return [];
    const after = interactions.slice(at + 1, at + 1 + settings.patienceTurns);
    if (after.some((later) => later.from === to)) return [];
    if (after.some((later) => later.from === from && later.to !== null)) return [];
    if (after.length < settings.patienceTurns && succeeded === null) return [];
    const reached =
      after.length < settings.patienceTurns ? "before the run ended" : `in the ${after.length} turns after`;
    const steps = [step, ...after.slice(-1).map((last) => last.step)];
    const sentence = `${from} handed over to ${to} at ${stepsText([step])}, and ${to} said nothing ${reached}.`;
    return [{ kind: "dropped_hand_off", agents: [from, to], steps, sentence }];
  });
}
