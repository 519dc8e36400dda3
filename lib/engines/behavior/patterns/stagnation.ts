import type { TeamRun } from "../team-run.ts";
import { noveltyOf, wordsOf } from "../text-overlap.ts";
import { type Pattern, type PatternSettings, stepsText } from "./pattern.ts";

/**
 * Stagnation: `stagnantTurns` or more in a row with hardly a word that the task or an earlier turn did not have. Turns
 * without a text or a word neither count nor end it: they may be anything.
 */
export function findStagnation({ interactions, taskText }: TeamRun, settings: PatternSettings): Pattern[] {
  const known = wordsOf(taskText ?? "");
  const found: Pattern[] = [];
  let stretch: { step: number; from: string }[] = [];
  const close = () => {
    if (stretch.length >= settings.stagnantTurns) found.push(describe(stretch));
    stretch = [];
  };
  for (const { text, step, from } of interactions) {
    const words = wordsOf(text ?? "");
    const novelty = noveltyOf(words, known);
    if (novelty === null) continue;
    if (novelty < settings.stagnantNovelty) stretch.push({ step, from });
    else close();
    for (const word of words) known.add(word);
  }
  close();
  return found;
}

function describe(stretch: readonly { step: number; from: string }[]): Pattern {
  const steps = stretch.map(({ step }) => step);
  const agents = [...new Set(stretch.map(({ from }) => from))];
  const sentence = `${steps.length} turns in a row brought nothing new (${stepsText(steps)}; ${agents.join(", ")}).`;
  return { kind: "stagnation", agents, steps, sentence };
}
