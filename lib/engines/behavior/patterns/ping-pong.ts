import type { TeamRun } from "../team-run.ts";
import type { TransitionModel } from "../transitions/transition-model.ts";
import { type Pattern, type PatternSettings, stepsText } from "./pattern.ts";

/**
 * Ping-pong: two agents answer each other for `pingPongTurns` or more without a third one. Two that always work in turns are
 * nothing to report, so a rally counts only where the fleet's hand-offs make one of that length unlikely: the chance that
 * each of the two hands back, time after time. Without a model every long enough rally counts.
 */
export function findPingPong(
  { interactions }: TeamRun,
  settings: PatternSettings,
  model: TransitionModel | null,
): Pattern[] {
  const found: Pattern[] = [];
  let start = 0;
  for (let at = 1; at <= interactions.length; at++) {
    if (at < interactions.length && continues(interactions, start, at)) continue;
    const turns = interactions.slice(start, at);
    const [a, b] = [turns[0]?.from, turns[1]?.from];
    if (turns.length >= settings.pingPongTurns && a !== undefined && b !== undefined) {
      const chance = model ? rallyChance(model, a, b, turns.length) : 0;
      if (chance <= settings.pingPongChance)
        found.push(
          describe(
            a,
            b,
            turns.map(({ step }) => step),
            model && chance,
          ),
        );
    }
    // The last turn may open the next rally.
    start = at < interactions.length && interactions[at]?.from !== interactions[at - 1]?.from ? at - 1 : at;
  }
  return found;
}

function continues(interactions: TeamRun["interactions"], start: number, at: number): boolean {
  const [now, before] = [interactions[at]?.from, interactions[at - 1]?.from];
  if (now === before) return false;
  return at - start < 2 || now === interactions[at - 2]?.from;
}

/** From the third turn on every turn is one that could have gone to somebody else. */
function rallyChance(model: TransitionModel, a: string, b: string, turns: number): number {
  const back = turns - 2;
  return model.chance(b, a) ** Math.ceil(back / 2) * model.chance(a, b) ** Math.floor(back / 2);
}

function describe(a: string, b: string, steps: number[], chance: number | null): Pattern {
  const rare = chance === null ? "" : ` In this fleet so long an exchange has a chance of ${percent(chance)}.`;
  const sentence = `${a} and ${b} answered each other ${steps.length} times in a row (${stepsText(steps)}).${rare}`;
  return { kind: "ping_pong", agents: [a, b], steps, sentence };
}

function percent(chance: number): string {
  return chance < 0.001 ? "below 0.1%" : `${(100 * chance).toFixed(1)}%`;
}
