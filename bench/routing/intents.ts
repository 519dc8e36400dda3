import type { Figure } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import {
  type CapabilityReading,
  LearnedCapabilityMatcher,
} from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { matchingFigures } from "#lib/engines/matching/learned/matching-figures.ts";
import type { IntentItem, IntentSet } from "./intent-set.ts";
import type { Emit } from "./offline.ts";

const SEED = 1;

export interface IntentOptions {
  /** Examples a capability, and of none, drawn by seed; 0: names alone; null: all. */
  shots: number | null;
  /** Texts of the other training items, without what they ask for, tell which words go together. */
  unlabelled: boolean;
}

/**
 * Reads from the text of each test item which capability it asks for. Threshold and probabilities come from training
 * items by models that had not seen them; a test item in scope that is turned away counts as wrong.
 */
export async function runIntents(set: IntentSet, options: IntentOptions, emit: Emit): Promise<Record<string, Figure>> {
  const { train, test } = set;
  const inScope = test.filter(({ capability }) => capability !== null);
  if (inScope.length === 0) throw new SignalboxError("invalid_input", "No test item names the capability it asks for");
  const examples = options.shots === null ? train : fewOfEach(train, options.shots);
  const unlabelled = options.unlabelled && options.shots !== null ? train.map(({ text }) => text) : [];
  const startedAt = performance.now();
  const matcher = LearnedCapabilityMatcher.fit(examples, set.capabilities, {
    seed: SEED,
    unlabelled,
    onProgress: ({ stage, share }) => console.error(`${(100 * share).toFixed(0).padStart(3)}% ${stage}`),
  });
  const fitSeconds = (performance.now() - startedAt) / 1000;
  const byNames = LearnedCapabilityMatcher.fit([], set.capabilities, { seed: SEED });
  const ms: number[] = [];
  const readings = test.map(({ text }) => {
    const before = performance.now();
    const reading = matcher.match(text);
    ms.push(performance.now() - before);
    return reading;
  });
  for (const [i, item] of test.entries()) await emit(prediction(item, readings[i] as CapabilityReading));
  const figures = figuresOf(set, (_, i) => readings[i] as CapabilityReading);
  const names = figuresOf(set, ({ text }) => byNames.match(text));
  for (const [name, figure] of Object.entries(figures)) {
    const baseline = names[name]?.value;
    if (baseline !== undefined) figure.baseline = baseline;
  }
  return {
    ...figures,
    examples: { value: examples.length, unit: "items" },
    unlabelled: { value: unlabelled.length, unit: "items" },
    fit_seconds: { value: fitSeconds, unit: "s", n: examples.length },
    predict_p50_ms: { value: ms.sort((a, b) => a - b)[ms.length >> 1] ?? Number.NaN, unit: "ms", n: ms.length },
  };
}

/** The first of a seeded order, so that 5 shots are among the 10. */
function fewOfEach(train: readonly IntentItem[], shots: number): IntentItem[] {
  const taken = new Map<string | null, number>();
  return shuffled(train, seededRandom(SEED)).filter(({ capability }) => {
    const before = taken.get(capability) ?? 0;
    taken.set(capability, before + 1);
    return before < shots;
  });
}

function prediction({ id, capability }: IntentItem, { capabilities, inScope, scopeScore }: CapabilityReading) {
  const [best] = capabilities;
  return {
    item_id: id,
    capability,
    predicted: inScope ? (best?.name ?? null) : null,
    best: best?.name ?? null,
    probability: best?.probability ?? null,
    scope_score: scopeScore,
    in_scope: inScope,
  };
}

function figuresOf(
  { test, capabilities }: IntentSet,
  read: (item: IntentItem, index: number) => CapabilityReading,
): Record<string, Figure> {
  const texts = test.map((item, i) => ({
    asked: item.capability === null ? [] : [item.capability],
    reading: read(item, i),
  }));
  return matchingFigures(texts, capabilities);
}
