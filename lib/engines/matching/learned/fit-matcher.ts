import { seededRandom } from "#lib/core/random.ts";
import { askedTexts, type MatcherExample } from "./asked-texts.ts";
import { fitBestCurve } from "./best-probability.ts";
import { crossFitScores } from "./cross-fit.ts";
import { LinearScorer } from "./linear-scorer.ts";
import { type KnownCapability, type MatcherState, nameIndex, nameText, readScores } from "./matcher-state.ts";
import type { ReadText } from "./matching-figures.ts";
import { rounded } from "./quantised.ts";
import { fitScope, scopeFeatures } from "./scope.ts";
import { plainLearner, selfTrainedLearner } from "./self-training.ts";
import { fitSharpness, softmax } from "./temperature.ts";
import { TextRows } from "./text-rows.ts";

export interface MatcherOptions {
  seed: number;
  /** Texts of unknown capability: they tell which words go together and how rare they are. */
  unlabelled?: readonly string[];
  /** Share of rightly matched texts that may be given up to turn strangers away. */
  accuracyLoss?: number;
  onProgress?: (progress: MatcherProgress) => void;
}

interface MatcherProgress {
  stage: "Reading texts" | "Cross-validating" | "Learning from everything";
  /** Of the whole, 0-1. */
  share: number;
}

/** Fewer examples say less than the names do. */
const LEAST_EXAMPLES = 8;
/** With fewer examples a capability than this, directions learned from all texts help. */
const FEW_EXAMPLES = 50;
/** A model of three quarters of many examples is as good as one of all; of a few it is not, and would seem unsure. */
const FOLDS = { few: 6, many: 4 };
const DEFAULT_ACCURACY_LOSS = 0.004;

/** A matcher, and what scorers that had not seen the examples read from each of them; empty where names answer alone. */
interface FittedMatcher {
  state: MatcherState;
  crossFitted: readonly ReadText[];
}

/** Fits a matcher; see LearnedCapabilityMatcher.fit. */
export function fitMatcher(
  given: readonly MatcherExample[],
  declared: readonly KnownCapability[],
  { seed, unlabelled = [], accuracyLoss = DEFAULT_ACCURACY_LOSS, onProgress }: MatcherOptions,
): FittedMatcher {
  const examples = given.filter(({ text }) => text.trim() !== "");
  const capabilities = allCapabilities(examples, declared);
  const known = capabilities.length;
  const inScope = examples.filter(({ capability }) => capability !== null).length;
  const names = nameIndex(capabilities);
  if (inScope < LEAST_EXAMPLES || known < 2) {
    return { state: { capabilities, learned: null, names, examples: examples.length }, crossFitted: [] };
  }

  onProgress?.({ stage: "Reading texts", share: 0 });
  const indexOf = new Map(capabilities.map(({ name }, index) => [name, index]));
  const label = (capability: string | null) => (capability === null ? known : (indexOf.get(capability) ?? known));
  const nameTexts = capabilities.map(nameText);
  const few = inScope < FEW_EXAMPLES * known;
  const rows = TextRows.fit([...nameTexts, ...examples.map(({ text }) => text), ...unlabelled], {
    latent: few,
    random: seededRandom(seed),
  });
  const texts = askedTexts(examples);
  const textAt = new Map(texts.map(({ text }, at) => [text, at]));
  const data = {
    texts: Int32Array.from(examples, ({ text }) => textAt.get(text) ?? 0),
    rows: examples.map(({ text }) => rows.row(text)),
    labels: Int32Array.from(examples, ({ capability }) => label(capability)),
    nameRows: nameTexts.map((text) => rows.row(text)),
    nameLabels: Int32Array.from(capabilities.keys()),
  };
  const domains = domainsOf(capabilities, inScope < examples.length);
  const strange = unknownTexts(unlabelled, examples);
  const learnsFromAll = few && strange.length >= known;
  const learner = learnsFromAll ? selfTrainedLearner(rows, domains, strange) : plainLearner(rows, domains);

  const scores = crossFitScores(data, learner, {
    folds: Math.min(few ? FOLDS.few : FOLDS.many, examples.length),
    random: seededRandom(seed + 1),
    onProgress: (share) => onProgress?.({ stage: "Cross-validating", share: 0.1 + 0.6 * share }),
  });
  const crossFitted = scores.map((row, i) => ({ scores: row, label: data.labels[i] as number }));
  const insiders = crossFitted.filter(({ label }) => label < known);
  const sharpness = fitSharpness(insiders, known);
  const curve = fitBestCurve(
    insiders.map(({ scores, label }) => {
      const probabilities = softmax(scores, known, sharpness);
      const at = best(scores, known);
      return { probability: probabilities[at] as number, right: at === label };
    }),
  );
  const scope = fitScope(
    crossFitted.map(({ scores, label }) => ({
      features: scopeFeatures(scores, known),
      inScope: label < known,
      correct: best(scores, known) === label,
    })),
    accuracyLoss,
  );

  const fitted = learner.learn(
    [...data.nameRows, ...data.rows],
    Int32Array.from([...data.nameLabels, ...data.labels]),
    {
      random: seededRandom(seed + 2),
      onProgress: (share) => onProgress?.({ stage: "Learning from everything", share: 0.7 + 0.3 * share }),
    },
  );
  const scorer = new LinearScorer(rounded(fitted.weights, fitted.classes), fitted.classes);
  const learned = { rows: learnsFromAll ? rows.withoutDirections() : rows, scorer, sharpness, curve, scope };
  const state = { capabilities, learned, names, examples: examples.length };
  return {
    state,
    crossFitted: texts.map(({ asked }, at) => ({
      asked,
      reading: readScores(capabilities, learned, scores[data.texts.indexOf(at)] ?? new Float64Array(known + 1)),
    })),
  };
}

/** Each once, and none that is an example. */
function unknownTexts(unlabelled: readonly string[], examples: readonly MatcherExample[]): string[] {
  const known = new Set(examples.map(({ text }) => text));
  return [...new Set(unlabelled)].filter((text) => text.trim() !== "" && !known.has(text));
}

/** Declared ones first, then those only examples name; one of each name. */
function allCapabilities(examples: readonly MatcherExample[], declared: readonly KnownCapability[]): KnownCapability[] {
  const byName = new Map<string, KnownCapability>();
  for (const capability of declared) if (!byName.has(capability.name)) byName.set(capability.name, capability);
  for (const { capability } of examples) {
    if (capability !== null && !byName.has(capability)) {
      byName.set(capability, { name: capability, description: "", domain: null });
    }
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A capability without a domain is its own, and so is "none of them". */
function domainsOf(capabilities: readonly KnownCapability[], hasNone: boolean): Int32Array {
  const domains = new Map<string, number>();
  const of = (key: string) => {
    const at = domains.get(key) ?? domains.size;
    domains.set(key, at);
    return at;
  };
  const all = capabilities.map(({ name, domain }) => of(domain === null ? `capability ${name}` : `domain ${domain}`));
  return Int32Array.from(hasNone ? [...all, of("none")] : all);
}

function best(scores: Float64Array, known: number): number {
  let at = 0;
  for (let c = 1; c < known; c++) if ((scores[c] as number) > (scores[at] as number)) at = c;
  return at;
}
