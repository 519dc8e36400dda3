import { TextProjection } from "../../matching/text-features/text-projection.ts";
import type { KnownFault, TeamRun } from "../team-run.ts";
import type { ChoiceSet } from "./conditional-logit.ts";
import { stepFeatures } from "./step-features.ts";

/** A failed run with whose fault it was. */
export interface FaultExample {
  run: TeamRun;
  fault: KnownFault;
}

/** A run as both learners read it. */
export interface DescribedRun {
  run: TeamRun;
  names: readonly string[];
  rows: Float64Array[];
}

const DIRECTIONS = 32;
const MOST_TEXTS = 5000;
/** Few texts: words that fewer than five turns have say nothing, and pairs of words are rare enough. */
const VECTORIZER = { bits: 14, minDocuments: 5, maxColumns: 8000, words: [1, 2], characters: [9, 9] } as const;

/** @param run at least one interaction */
export function describeRun(run: TeamRun): DescribedRun {
  return { run, ...stepFeatures(run) };
}

/** Directions of meaning of what is said after the first turn, which repeats the task. */
export function projectionOf(runs: readonly TeamRun[], seed: number): TextProjection {
  const texts = runs.flatMap(({ interactions }) => interactions.slice(1).flatMap(({ text }) => text ?? []));
  return TextProjection.fit([...new Set(texts)], {
    dimensions: DIRECTIONS,
    seed,
    maxTexts: MOST_TEXTS,
    vectorizer: VECTORIZER,
  });
}

/** What each turn and the turn after it say, as directions; nothing is zero. */
export function textRows({ interactions }: TeamRun, projection: TextProjection): Float64Array[] {
  const size = projection.dimensions;
  const directions = interactions.map(({ text }, at) =>
    at === 0 || text === null ? new Float64Array(size) : (projection.project(text) ?? new Float64Array(size)),
  );
  return directions.map((own, at) => {
    const row = new Float64Array(2 * size);
    row.set(own);
    row.set(directions[at + 1] ?? new Float64Array(size), size);
    return row;
  });
}

/**
 * The answer to learn as shares of the turns: the step at fault, with `agentShare` of it spread over all turns of the agent
 * at fault, so that its other turns are half right. Null where the run does not have that agent or step.
 */
export function faultTarget({ run, fault }: FaultExample, agentShare: number): Float64Array | null {
  const target = new Float64Array(run.interactions.length);
  const own = run.interactions.flatMap(({ from }, at) => (from === fault.agent ? [at] : []));
  const stepAt = run.interactions.findIndex(({ step }) => step === fault.step);
  if (own.length === 0 && stepAt < 0) return null;
  const ofAgent = own.length === 0 ? 0 : stepAt < 0 ? 1 : agentShare;
  for (const at of own) target[at] = ofAgent / own.length;
  if (stepAt >= 0) target[stepAt] = (target[stepAt] as number) + 1 - ofAgent;
  return target;
}

/** Rows with their answers; examples without an answer in their run are left out. */
export function choiceSets(
  examples: readonly { example: FaultExample; rows: readonly Float64Array[] }[],
  agentShare: number,
): ChoiceSet[] {
  return examples.flatMap(({ example, rows }) => {
    const target = faultTarget(example, agentShare);
    return target ? [{ rows, target }] : [];
  });
}
