import type { TeamRun } from "../team-run.ts";
import { overlapOf } from "../text-overlap.ts";
import { agentFeatures } from "./agent-features.ts";
import { type RunShape, shapeOf } from "./run-shape.ts";
import { showsSign } from "./text-signs.ts";

/** Ordinals of turns that have a column each. */
const ORDINALS = 4;
/** Turns after one in which a correction of it is looked for. */
const REACTION_TURNS = 3;

/** One row of named numbers for each turn of a run: what can be said of it without knowing whose fault it was. */
export interface StepFeatures {
  names: readonly string[];
  rows: Float64Array[];
}

type Named = Record<string, number>;

/** Place of each turn among those of its sort, from 0 (-1: it is none of them), and how many there are. */
interface Ordinals {
  work: number[];
  substance: number[];
  works: number;
  substances: number;
}

/** Describes every turn: where it stands, what it reads like, how others reacted, and what its agent did in the run. */
export function stepFeatures(run: TeamRun): StepFeatures {
  const shape = shapeOf(run);
  const ordinals: Ordinals = {
    work: ordinalsOf(shape.isWork),
    substance: ordinalsOf(shape.isSubstance),
    works: shape.isWork.filter(Boolean).length,
    substances: shape.isSubstance.filter(Boolean).length,
  };
  const ofAgent = agentFeatures(shape);
  const named = shape.turns.map(({ from }, at): Named => {
    const agent = ofAgent.get(from) ?? {};
    return {
      ...placeFeatures(shape, at, ordinals),
      ...textFeatures(shape, at),
      ...reactionFeatures(shape, at),
      ...turnOfAgent(shape, at, ordinals.works),
      ...agent,
    };
  });
  return {
    names: Object.keys(named[0] ?? {}),
    rows: named.map((features) => Float64Array.from(Object.values(features))),
  };
}

/** Numbers the turns for which `holds`, from 0; -1 for the others. */
function ordinalsOf(holds: readonly boolean[]): number[] {
  let next = 0;
  return holds.map((held) => (held ? next++ : -1));
}

function placeFeatures(
  { turns, isExecutor, isAsker, isPlanner, isWork, chars, answerTurn }: RunShape,
  at: number,
  { work, substance, works, substances }: Ordinals,
): Named {
  const [last, relative] = [turns.length - 1, at / Math.max(1, turns.length - 1)];
  const [ofWork, ofSubstance] = [work[at] as number, substance[at] as number];
  const features: Named = {
    executor: flag(isExecutor[at]),
    asker: flag(isAsker[at]),
    planner: flag(isPlanner[at]),
    short: flag((chars[at] as number) <= 30),
    thought: flag(turns[at]?.kind === "thought"),
    addressed: flag((turns[at]?.to ?? null) !== null),
    first: flag(at === 0),
    second: flag(at === 1),
    relative,
    relativeSquare: relative ** 2,
    logPlace: Math.log1p(at),
    nearEnd: flag(at >= last - 1),
    end: flag(at === last),
    lastWork: flag(ofWork >= 0 && ofWork === works - 1),
    relativeWork: ofWork >= 0 && works > 1 ? ofWork / (works - 1) : 0,
    shareOfWork: isWork[at] ? 1 / works : 0,
    lastSubstance: flag(ofSubstance >= 0 && ofSubstance === substances - 1),
    answer: flag(at === answerTurn),
  };
  for (let ordinal = 0; ordinal < ORDINALS; ordinal++) features[`work${ordinal}`] = flag(ofWork === ordinal);
  for (let ordinal = 0; ordinal < ORDINALS - 1; ordinal++) {
    features[`substance${ordinal}`] = flag(ofSubstance === ordinal);
  }
  return features;
}

function textFeatures(shape: RunShape, at: number): Named {
  const { turns, isExecutor, isSubstance, chars, words, taskWords, spokenChars } = shape;
  const text = turns[at]?.text ?? null;
  const speaks = isSubstance[at] === true && at > 0;
  const origin = shape.answerOrigin[at] as number;
  return {
    logChars: isExecutor[at] ? 0 : Math.log1p(chars[at] as number) / 8,
    wordy: speaks ? Math.sqrt((chars[at] as number) / spokenChars) : 0,
    longest: flag(at === shape.longestTurn),
    code: flag(at > 0 && !isExecutor[at] && showsSign("code", text)),
    firstCode: flag(at === shape.firstCode),
    guess: flag(speaks && showsSign("guess", text)),
    check: flag(speaks && showsSign("check", text)),
    correction: flag(speaks && showsSign("correction", text)),
    conclusion: flag(speaks && showsSign("conclusion", text)),
    error: flag(isSubstance[at] && showsSign("error", text)),
    stall: flag(turns[at]?.kind === "thought" && showsSign("stall", text)),
    rareThought: shape.thoughtRarity[at] as number,
    likeTask: at > 0 ? overlapOf(words[at] as ReadonlySet<number>, taskWords) : 0,
    strays: at === 0 ? shape.straying : 0,
    likeNext: at + 1 < turns.length ? overlapOf(words[at] as Set<number>, words[at + 1] as Set<number>) : 0,
    origin,
    mainOrigin: flag(origin > 0 && origin === shape.mostOrigin),
  };
}

function reactionFeatures({ turns, isExecutor, isSubstance, chars, errorsFrom }: RunShape, at: number): Named {
  const ran = (place: number) => (isExecutor[place] ? (turns[place]?.text ?? null) : null);
  const [next, previous] = [ran(at + 1), ran(at - 1)];
  const later = turns.length - 1 - at;
  const answer = turns.slice(at + 1, at + 1 + REACTION_TURNS).find((_, i) => !isExecutor[at + 1 + i]);
  return {
    nextRanWell: flag(showsSign("ranWell", next)),
    nextRanBadly: flag(showsSign("ranBadly", next)),
    nextNothingToRun: flag(showsSign("nothingToRun", next)),
    nextRanEmpty: flag(showsSign("ranWell", next) && (chars[at + 1] as number) < 60),
    previousRanWell: flag(showsSign("ranWell", previous)),
    previousRanBadly: flag(showsSign("ranBadly", previous)),
    correctedNext: flag(isSubstance[at] && answer !== undefined && showsSign("correction", answer.text)),
    laterErrors: (errorsFrom[at + 1] as number) / Math.max(1, later),
  };
}

function turnOfAgent({ turns, turnsOf, isWork, words }: RunShape, at: number, works: number): Named {
  const from = turns[at]?.from ?? "";
  const own = turnsOf.get(from) ?? [];
  const before = own.filter((place) => place < at).at(-1);
  return {
    ownFirst: flag(own[0] === at),
    ownLast: flag(own.at(-1) === at),
    newcomer: flag(at > 0 && own[0] === at),
    sameBefore: flag(turns[at - 1]?.from === from),
    sameAfter: flag(turns[at + 1]?.from === from),
    likeOwnBefore: before === undefined ? 0 : overlapOf(words[at] as Set<number>, words[before] as Set<number>),
    rareWorker: flag(isWork[at] && own.length < works / 3),
  };
}

function flag(holds: boolean | undefined): number {
  return holds ? 1 : 0;
}

/** Names of the columns, the same for every run. */
export const STEP_FEATURE_NAMES: readonly string[] = stepFeatures({
  id: "",
  taskType: "",
  taskText: null,
  succeeded: null,
  interactions: [{ step: 0, from: "", to: null, kind: "", chars: null, atMs: null, text: null }],
}).names;
