import type { MatcherExample } from "./asked-texts.ts";
import { fitMatcher, type MatcherOptions } from "./fit-matcher.ts";
import { decodeMatcher, encodeMatcher } from "./matcher-artifact.ts";
import {
  type CapabilityProbability,
  type CapabilityReading,
  type KnownCapability,
  type MatcherState,
  readCapabilities,
} from "./matcher-state.ts";
import type { ReadText } from "./matching-figures.ts";

export type { MatcherExample } from "./asked-texts.ts";
export type { MatcherOptions } from "./fit-matcher.ts";
export type { CapabilityProbability, CapabilityReading, KnownCapability } from "./matcher-state.ts";

const MAX_CACHED_TEXTS = 500;
/** What is asked for: probable in itself, and not far behind the most probable. */
const LEAST_PROBABILITY = 0.15;
const LEAST_SHARE_OF_BEST = 0.3;

/**
 * Reads from a text which capability it asks for, learned from texts whose capability is known: a linear multiclass
 * support vector machine on hashed words and character n-grams, with calibrated probabilities and a threshold below
 * which a text asks for none. Names and descriptions of the capabilities are examples too; where there are next to no
 * others, they answer alone. Pure; the same examples and seed give the same bytes.
 */
export class LearnedCapabilityMatcher {
  private readonly state: MatcherState;
  private readonly read = new Map<string, CapabilityReading>();
  /**
   * Its examples as read by scorers that had not seen them, for measuring; empty where names answer alone, and when it
   * was read from an artifact.
   */
  readonly crossFitted: readonly ReadText[];

  private constructor(state: MatcherState, crossFitted: readonly ReadText[]) {
    this.state = state;
    this.crossFitted = crossFitted;
  }

  /**
   * @param examples texts with the capability they ask for (null: none of them); the order counts for the bytes
   * @param capabilities those texts can ask for; names that only examples use are added
   */
  static fit(
    examples: readonly MatcherExample[],
    capabilities: readonly KnownCapability[],
    options: MatcherOptions,
  ): LearnedCapabilityMatcher {
    const { state, crossFitted } = fitMatcher(examples, capabilities, options);
    return new LearnedCapabilityMatcher(state, crossFitted);
  }

  /** @throws SignalboxError invalid_input or too_large with the reason */
  static fromArtifact(bytes: Uint8Array): LearnedCapabilityMatcher {
    return new LearnedCapabilityMatcher(decodeMatcher(bytes), []);
  }

  /** The artifact, of kind `capability_matcher`, with golden texts. */
  toArtifact(): Uint8Array {
    return encodeMatcher(this.state);
  }

  /** The capabilities it knows, in the order of their names. */
  get capabilities(): readonly KnownCapability[] {
    return this.state.capabilities;
  }

  /** What the text asks for; every known capability with its probability. Cached, so not to be written to. */
  match(text: string): CapabilityReading {
    const cached = this.read.get(text);
    if (cached) return cached;
    const reading = readCapabilities(this.state, text);
    if (this.read.size >= MAX_CACHED_TEXTS) this.read.clear();
    this.read.set(text, reading);
    return reading;
  }

  /** The few capabilities a text most probably asks for, best first; empty when it asks for none of them. */
  likely(text: string, limit = 3): CapabilityProbability[] {
    const { capabilities, inScope } = this.match(text);
    if (!inScope) return [];
    const best = capabilities[0]?.probability ?? 0;
    const least = Math.max(LEAST_PROBABILITY, LEAST_SHARE_OF_BEST * best);
    // Many alike may each be improbable; the best one still is the best guess.
    const probable = capabilities.filter(({ probability }, rank) => rank === 0 || probability >= least);
    return probable.slice(0, limit);
  }

  /** What it was made with, for the version's metadata. */
  parameters(): Record<string, unknown> {
    const { learned, capabilities, examples } = this.state;
    return {
      learner: learned ? "multiclass support vector machine on words and characters" : "names and descriptions",
      capabilities: capabilities.length,
      examples,
      columns: learned?.rows.width ?? 0,
      directions: learned?.rows.directions ?? 0,
      sharpness: learned?.sharpness ?? null,
      scopeThreshold: learned?.scope.threshold ?? null,
    };
  }
}
