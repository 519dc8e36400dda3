import { TextIndex } from "../text-index.ts";
import { type BestCurve, correctBest } from "./best-probability.ts";
import type { LinearScorer } from "./linear-scorer.ts";
import { type ScopeModel, scopeFeatures, scopeScore } from "./scope.ts";
import { softmax } from "./temperature.ts";
import type { TextRows } from "./text-rows.ts";

/** A capability that texts can ask for. */
export interface KnownCapability {
  name: string;
  /** What somebody with it does, other names included; may be empty. */
  description: string;
  /** Capabilities of one domain learn from each other; null for one that stands alone. */
  domain: string | null;
}

export interface CapabilityProbability {
  name: string;
  /** That the text asks for this capability, given that it asks for one of them; of names alone, a similarity. 0-1. */
  probability: number;
}

/** What a text asks for. */
export interface CapabilityReading {
  /** Every known capability, the most probable first. */
  capabilities: readonly CapabilityProbability[];
  /** How surely the text asks for one of them at all; comparable only within one matcher. */
  scopeScore: number;
  inScope: boolean;
}

/** What was learned from examples. */
export interface LearnedPart {
  rows: TextRows;
  scorer: LinearScorer;
  /** Probabilities are the softmax of this times the scores. */
  sharpness: number;
  /** Corrects the best one's probability. */
  curve: BestCurve;
  scope: ScopeModel;
}

/** Everything the matcher knows; what an artifact holds. */
export interface MatcherState {
  capabilities: readonly KnownCapability[];
  /** Null: there were too few examples, names and descriptions answer alone. */
  learned: LearnedPart | null;
  names: TextIndex;
  /** Examples it learned from. */
  examples: number;
}

/** Below this a resemblance to a name is accidental; the same bound as for inference from names. */
const LEAST_NAME_SIMILARITY = 0.2;

/** The text a capability brings itself. */
export function nameText({ name, description }: KnownCapability): string {
  return `${name.replaceAll(/[_.-]+/g, " ")} ${description}`.trim();
}

/** An index of the capabilities' own texts. */
export function nameIndex(capabilities: readonly KnownCapability[]): TextIndex {
  return new TextIndex(capabilities.map(nameText));
}

/** What the text asks for; ties go by name, so that every process answers alike. */
export function readCapabilities(state: MatcherState, text: string): CapabilityReading {
  const { learned, capabilities: known } = state;
  if (!learned) {
    const similarities = state.names.similarities(text);
    const capabilities = ranked(known, similarities);
    const best = capabilities[0]?.probability ?? 0;
    return { capabilities, scopeScore: best, inScope: best >= LEAST_NAME_SIMILARITY };
  }
  return readScores(known, learned, learned.scorer.scores(learned.rows.row(text)));
}

/** What scores by class say; those of another scorer of the same classes are read by the same measure. */
export function readScores(
  capabilities: readonly KnownCapability[],
  { sharpness, curve, scope }: Pick<LearnedPart, "sharpness" | "curve" | "scope">,
  scores: Float64Array,
): CapabilityReading {
  const known = capabilities.length;
  const score = scopeScore(scope, scopeFeatures(scores, known));
  return {
    capabilities: ranked(capabilities, correctBest(softmax(scores, known, sharpness), curve)),
    scopeScore: score,
    inScope: score >= scope.threshold,
  };
}

function ranked(capabilities: readonly KnownCapability[], values: ArrayLike<number>): CapabilityProbability[] {
  return capabilities
    .map(({ name }, index) => ({ name, probability: values[index] as number }))
    .sort((a, b) => b.probability - a.probability || (a.name < b.name ? -1 : 1));
}
