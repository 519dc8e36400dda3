import type { Figure } from "#lib/contracts/model.ts";
import { expectedCalibrationError } from "../../prediction/calibration.ts";
import { rateView } from "../../prediction/wilson.ts";
import type { CapabilityReading, KnownCapability } from "./matcher-state.ts";

/** A text's capabilities (none: nothing the fleet can do) and what was read from it. */
export interface ReadText {
  asked: readonly string[];
  reading: CapabilityReading;
}

/** The most probable capability of a text, and what of it was so. */
export interface BestGuess {
  probability: number;
  /** Whether the text asks for it. */
  right: boolean;
  /** Its share of what the text asks for: probabilities are of one capability, and of two asked for each is one half. */
  share: number;
}

/** Null where nothing was to be read, or nothing was. */
export function bestGuess({ asked, reading }: ReadText): BestGuess | null {
  const [best] = reading.capabilities;
  if (asked.length === 0 || !best) return null;
  const right = asked.includes(best.name);
  return { probability: best.probability, right, share: right ? 1 / asked.length : 0 };
}

/**
 * How well capabilities were read: accuracy over texts in scope (right: the best guess is among what the text asks for),
 * where one that was turned away counts as wrong;
 * accuracy before any is turned away; recall of texts out of scope; how well the scope scores part the two;
 * calibration of the best capability's probability. Shares with their 95% Wilson intervals; empty without texts in scope.
 */
export function matchingFigures(
  texts: readonly ReadText[],
  capabilities: readonly KnownCapability[],
): Record<string, Figure> {
  const domainOf = new Map(capabilities.map(({ name, domain }) => [name, domain]));
  const asked = texts.flatMap((text) => {
    const guess = bestGuess(text);
    if (!guess) return [];
    const { capabilities: read, inScope, scopeScore } = text.reading;
    const domain = domainOf.get(read[0]?.name ?? "") ?? null;
    const rightDomain = guess.right || (domain !== null && text.asked.some((name) => domainOf.get(name) === domain));
    return { ...guess, rightDomain, inScope, scopeScore };
  });
  if (asked.length === 0) return {};
  const strangers = texts.flatMap(({ asked: names, reading }) => (names.length === 0 ? [reading] : []));
  const of = (holds: (one: (typeof asked)[number]) => boolean) => share(asked.filter(holds).length, asked.length);
  const figures: Record<string, Figure> = {
    accuracy: of(({ right, inScope }) => right && inScope),
    domain_accuracy: of(({ rightDomain, inScope }) => rightDomain && inScope),
    accuracy_before_rejection: of(({ right }) => right),
    domain_accuracy_before_rejection: of(({ rightDomain }) => rightDomain),
    ece: {
      value: expectedCalibrationError(
        asked.map(({ probability }) => probability),
        asked.map((guess) => guess.share),
      ),
      unit: "fraction",
      n: asked.length,
    },
  };
  if (strangers.length === 0) return figures;
  const scores = (readings: readonly { scopeScore: number }[]) => readings.map(({ scopeScore }) => scopeScore);
  return {
    ...figures,
    oos_recall: share(strangers.filter(({ inScope }) => !inScope).length, strangers.length),
    oos_auroc: { value: auroc(scores(asked), scores(strangers)), unit: "fraction", n: texts.length },
  };
}

function share(count: number, of: number): Figure {
  const { low, high } = rateView(count, of);
  return { value: count / of, unit: "fraction", n: of, ci95: [low, high] };
}

/** Probability that a text in scope scores above one out of scope; equals count half. */
function auroc(inside: readonly number[], outside: readonly number[]): number {
  const all = [...inside.map((score) => ({ score, in: 1 })), ...outside.map((score) => ({ score, in: 0 }))];
  all.sort((a, b) => a.score - b.score);
  let [below, pairs] = [0, 0];
  for (let from = 0; from < all.length; ) {
    let to = from;
    let within = 0;
    while (to < all.length && all[to]?.score === all[from]?.score) within += all[to++]?.in ?? 0;
    const strangers = to - from - within;
    pairs += within * (below + strangers / 2);
    below += strangers;
    from = to;
  }
  return pairs / (inside.length * outside.length);
}
