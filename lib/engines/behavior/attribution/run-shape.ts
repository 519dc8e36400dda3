import type { Interaction, TeamRun } from "../team-run.ts";
import { noveltyOf, wordsOf } from "../text-overlap.ts";
import { showsSign, valuesOf } from "./text-signs.ts";

/** Turns this short say yes, TERMINATE or nothing. */
const SHORT_CHARS = 30;
const ANSWER_CHARS = 40;
const THOUGHT_BEGINNING = 8;
const OUTPUT_BEGINNING = 60;
/** A task is quoted where its beginning stands; what follows it must be more than a few words to judge. */
const QUOTE_CHARS = 60;
const LEAST_OWN_WORDS = 10;

/** What is read from a whole run before its steps are described. Indices count turns, not steps. */
export interface RunShape {
  turns: readonly Interaction[];
  /** Length of each turn in characters; unknown is that of its text, or 0. */
  chars: number[];
  words: ReadonlySet<number>[];
  taskWords: ReadonlySet<number>;
  /** Share of the task's words that the first turn, beyond quoting the task, does not speak of; 0 where it does not. */
  straying: number;
  /** Indices of each agent's turns. */
  turnsOf: ReadonlyMap<string, number[]>;
  /** Only runs what others write, by how its turns read. */
  isExecutor: boolean[];
  /** Thinks aloud or addresses others. */
  isPlanner: boolean[];
  /** Asked, and then was silent while others planned. */
  isAsker: boolean[];
  /** Neither of these, and more than a few words. */
  isWork: boolean[];
  /** Said something of substance: no executor, no asker, not short. */
  isSubstance: boolean[];
  /** Characters of all who are no executors. */
  spokenChars: number;
  /** Who of those said most. */
  mostSpoken: string;
  /** Index of their longest turn after the first. */
  longestTurn: number;
  /** The last turn that may be an answer. */
  answerTurn: number;
  /** Share of the answer's numbers and names that each turn brought up, those of executors counted for who called them. */
  answerOrigin: Float64Array;
  /** The largest of these shares. */
  mostOrigin: number;
  /** First turn after the first one with code that is no executor's; -1: none. */
  firstCode: number;
  /** How many of the turns from this one on speak of an error; one more entry than turns. */
  errorsFrom: Float64Array;
  /** Of the thoughts, the share that begin otherwise than this one; 0 for what is no thought. */
  thoughtRarity: Float64Array;
}

/** Reads what kind of turns a run has. @param run at least one interaction */
export function shapeOf(run: TeamRun): RunShape {
  const turns = run.interactions;
  const chars = turns.map(({ chars, text }) => chars ?? text?.length ?? 0);
  const turnsOf = new Map<string, number[]>();
  for (const [at, { from }] of turns.entries()) {
    const own = turnsOf.get(from);
    if (own) own.push(at);
    else turnsOf.set(from, [at]);
  }
  const executors = agentsWhere(turnsOf, (own) => {
    return own.filter((at) => at > 0 && beginsAsOutput(turns[at]?.text ?? null)).length >= own.length / 2;
  });
  const planners = agentsWhere(turnsOf, (own) =>
    own.some((at) => turns[at]?.kind === "thought" || (turns[at]?.to ?? null) !== null),
  );
  const first = turns[0]?.from ?? "";
  const asker = planners.size > 0 && turnsOf.get(first)?.length === 1 ? first : null;
  const isExecutor = turns.map(({ from }) => executors.has(from));
  const isPlanner = turns.map(({ from }) => planners.has(from));
  const isAsker = turns.map(({ from }) => from === asker);
  const isSubstance = turns.map((_, at) => !isExecutor[at] && !isAsker[at] && (chars[at] as number) > SHORT_CHARS);
  const spoken = chars.map((length, at) => (isExecutor[at] ? 0 : length));
  const spokenBy = [...turnsOf].map(([agent, own]) => ({ agent, chars: sumAt(spoken, own) }));
  const answerTurn = answerOf(turns, chars, isExecutor);
  const answerOrigin = originOf(run, answerTurn, isExecutor);
  return {
    turns,
    chars,
    words: turns.map(({ text }) => wordsOf(text ?? "")),
    taskWords: wordsOf(run.taskText ?? ""),
    straying: strayingOf(run),
    turnsOf,
    isExecutor,
    isPlanner,
    isAsker,
    isWork: isSubstance.map((substance, at) => substance && !isPlanner[at]),
    isSubstance,
    spokenChars: Math.max(
      1,
      spoken.reduce((sum, length) => sum + length, 0),
    ),
    mostSpoken: spokenBy.reduce((most, next) => (next.chars > most.chars ? next : most)).agent,
    longestTurn: longestAfterFirst(spoken),
    answerTurn,
    answerOrigin,
    mostOrigin: answerOrigin.reduce((most, share) => Math.max(most, share), 0),
    firstCode: turns.findIndex(({ text }, at) => at > 0 && !isExecutor[at] && showsSign("code", text)),
    errorsFrom: errorsFrom(turns),
    thoughtRarity: thoughtRarity(turns),
  };
}

function strayingOf({ interactions, taskText }: TeamRun): number {
  const first = interactions[0]?.text ?? "";
  const quoted = taskText ? first.indexOf(taskText.slice(0, QUOTE_CHARS)) : -1;
  if (!taskText || quoted < 0) return 0;
  const [task, own] = [wordsOf(taskText), wordsOf(first.slice(quoted + taskText.length))];
  return own.size > LEAST_OWN_WORDS ? (noveltyOf(task, own) ?? 0) : 0;
}

function errorsFrom(turns: readonly Interaction[]): Float64Array {
  const from = new Float64Array(turns.length + 1);
  for (let at = turns.length - 1; at >= 0; at--) {
    from[at] = (from[at + 1] as number) + (showsSign("error", turns[at]?.text ?? null) ? 1 : 0);
  }
  return from;
}

/** Planners begin thoughts of one kind alike ("Updated ledger: ..."). */
function thoughtRarity(turns: readonly Interaction[]): Float64Array {
  const kinds = turns.map(({ kind, text }) => (kind === "thought" ? (text ?? "").slice(0, THOUGHT_BEGINNING) : null));
  const counts = new Map<string, number>();
  let thoughts = 0;
  for (const kind of kinds) {
    if (kind === null) continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    thoughts++;
  }
  return Float64Array.from(kinds, (kind) => (kind === null ? 0 : 1 - (counts.get(kind) ?? 0) / thoughts));
}

/** By its beginning: a task may well quote what a program printed. */
function beginsAsOutput(text: string | null): boolean {
  return showsSign("programOutput", text?.slice(0, OUTPUT_BEGINNING) ?? null);
}

function agentsWhere(turnsOf: ReadonlyMap<string, number[]>, holds: (own: number[]) => boolean): Set<string> {
  return new Set([...turnsOf].filter(([, own]) => holds(own)).map(([agent]) => agent));
}

function sumAt(values: readonly number[], places: readonly number[]): number {
  return places.reduce((sum, at) => sum + (values[at] as number), 0);
}

function longestAfterFirst(spoken: readonly number[]): number {
  let longest = Math.min(1, spoken.length - 1);
  for (let at = 2; at < spoken.length; at++) if ((spoken[at] as number) > (spoken[longest] as number)) longest = at;
  return longest;
}

function answerOf(turns: readonly Interaction[], chars: readonly number[], isExecutor: readonly boolean[]): number {
  for (let at = turns.length - 1; at > 0; at--) {
    if (!isExecutor[at] && (chars[at] as number) >= ANSWER_CHARS && turns[at]?.kind !== "thought") return at;
  }
  return 0;
}

function originOf(run: TeamRun, answerTurn: number, isExecutor: readonly boolean[]): Float64Array {
  const values = run.interactions.map(({ text }) => valuesOf(text ?? ""));
  const given = valuesOf(run.taskText ?? "");
  const answer = [...(values[answerTurn] ?? [])].filter((value) => !given.has(value));
  const origin = new Float64Array(values.length);
  for (const value of answer) {
    let at = values.findIndex((own) => own.has(value));
    if (at <= 0) continue;
    while (at > 1 && isExecutor[at]) at--;
    origin[at] = (origin[at] as number) + 1 / answer.length;
  }
  return origin;
}
