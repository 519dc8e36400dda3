import type { TeamRun } from "../team-run.ts";
import type { TransitionModel } from "../transitions/transition-model.ts";
import { findDroppedHandOffs } from "./dropped-hand-offs.ts";
import { findLoops } from "./loops.ts";
import { DEFAULT_PATTERN_SETTINGS, type Pattern, type PatternSettings } from "./pattern.ts";
import { findPingPong } from "./ping-pong.ts";
import { findStagnation } from "./stagnation.ts";

/**
 * Everything that went wrong between the agents of one run, in the order it began.
 * @param model of the fleet's hand-offs; null: ping-pong is judged by its length alone
 */
export function findPatterns(
  run: TeamRun,
  model: TransitionModel | null,
  settings: PatternSettings = DEFAULT_PATTERN_SETTINGS,
): Pattern[] {
  return [
    ...findLoops(run, settings),
    ...findPingPong(run, settings, model),
    ...findStagnation(run, settings),
    ...findDroppedHandOffs(run, settings),
  ].sort((a, b) => (a.steps[0] ?? 0) - (b.steps[0] ?? 0));
}
