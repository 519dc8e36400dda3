/** What may go wrong between agents, beside what one of them does wrong. */
export const PATTERN_KINDS = ["loop", "ping_pong", "stagnation", "dropped_hand_off"] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];

/** One pattern found in a run, with the evidence. */
export interface Pattern {
  kind: PatternKind;
  /** Agents in it, in the order they appear. */
  agents: string[];
  /** Steps that show it, ascending. */
  steps: number[];
  /** For a person: who, how often, where. */
  sentence: string;
}

export interface PatternSettings {
  /** Speakers in a loop at most. */
  loopLength: number;
  /** Rounds in a row, the first one counted, from which a sequence is a loop. */
  loopRounds: number;
  /** Share of words in common from which a turn repeats the one a round earlier, 0-1. */
  repeatOverlap: number;
  /** Turns between the same two agents in a row from which they play ping-pong. */
  pingPongTurns: number;
  /** Ping-pong is worth a word when so long a rally has at most this chance in the fleet, 0-1. */
  pingPongChance: number;
  /** Turns in a row that bring nothing new. */
  stagnantTurns: number;
  /** Share of words nobody in the run has used before, below which a turn brings nothing new, 0-1. */
  stagnantNovelty: number;
  /** Turns after a hand-off within which its receiver is expected to speak. */
  patienceTurns: number;
}

/** Set where the public hand-offs of failed runs (Who&When) show what a person would call by these names. */
export const DEFAULT_PATTERN_SETTINGS: PatternSettings = {
  loopLength: 6,
  loopRounds: 3,
  repeatOverlap: 0.8,
  pingPongTurns: 6,
  pingPongChance: 0.05,
  stagnantTurns: 4,
  stagnantNovelty: 0.1,
  patienceTurns: 4,
};

/** "steps 4-9", "step 4", "steps 4, 9 and 12". */
export function stepsText(steps: readonly number[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return "no step";
  if (steps.length === 1) return `step ${first}`;
  if (last - first === steps.length - 1) return `steps ${first}-${last}`;
  const shown = steps.length > 5 ? [...steps.slice(0, 4), last] : steps;
  const dots = steps.length > 5 ? ", ..." : "";
  return `steps ${shown.slice(0, -1).join(", ")}${dots} and ${last}`;
}
