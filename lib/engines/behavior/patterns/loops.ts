import type { Interaction, TeamRun } from "../team-run.ts";
import { overlapOf, wordsOf } from "../text-overlap.ts";
import { type Pattern, type PatternSettings, stepsText } from "./pattern.ts";

/** Without texts, turns of sizes this close count as the same, relative. */
const SAME_SIZE = 0.02;

/**
 * Loops: the same speakers in the same order say much the same again, `loopRounds` times or more. The order alone is no
 * loop, since a planner and its worker alternate all day; so each turn must repeat the one a round earlier, by its words
 * or, where texts are not kept, by kind and size. Of overlapping loops the longest stays, of equals the one of the
 * fewest speakers.
 */
export function findLoops({ interactions }: TeamRun, settings: PatternSettings): Pattern[] {
  const words = interactions.map(({ text }) => (text === null ? null : wordsOf(text)));
  const repeats = (at: number, length: number): boolean => {
    const [now, before] = [interactions[at], interactions[at - length]];
    if (!now || !before || now.from !== before.from || now.to !== before.to || now.kind !== before.kind) return false;
    const [a, b] = [words[at], words[at - length]];
    if (a && b) return (a.size === 0 && b.size === 0) || overlapOf(a, b) >= settings.repeatOverlap;
    return sameSize(now, before);
  };
  const found: { start: number; end: number; length: number }[] = [];
  for (let length = 1; length <= settings.loopLength; length++) {
    for (let at = length; at < interactions.length; at++) {
      if (!repeats(at, length)) continue;
      let end = at;
      while (repeats(end + 1, length)) end++;
      const start = at - length;
      if (end - start + 1 >= length * settings.loopRounds) found.push({ start, end, length });
      at = end;
    }
  }
  found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.length - b.length || a.start - b.start);
  const kept: typeof found = [];
  for (const loop of found) {
    if (kept.every((other) => loop.end < other.start || loop.start > other.end)) kept.push(loop);
  }
  return kept.sort((a, b) => a.start - b.start).map((loop) => describeLoop(interactions, loop));
}

function sameSize(now: Interaction, before: Interaction): boolean {
  if (now.chars === null || before.chars === null) return false;
  return Math.abs(now.chars - before.chars) <= SAME_SIZE * Math.max(now.chars, before.chars);
}

function describeLoop(
  interactions: readonly Interaction[],
  { start, end, length }: { start: number; end: number; length: number },
): Pattern {
  const turns = interactions.slice(start, end + 1);
  const steps = turns.map(({ step }) => step);
  const circle = turns.slice(0, length).map(({ from }) => from);
  const agents = [...new Set(circle)];
  const rounds = Math.floor(turns.length / length);
  const who = agents.length === 1 ? `${agents[0]} said much the same` : `${circle.join(" → ")} went round`;
  return { kind: "loop", agents, steps, sentence: `${who} ${rounds} times (${stepsText(steps)}).` };
}
