import type { CapabilityTaxonomy } from "#lib/contracts/capability.ts";
import { relationMatrix } from "./relations.ts";
import { nameSimilarity, TextIndex } from "./text-index.ts";

/** How a declared capability came to count for a required one. */
export type MatchKind = "exact" | "related" | "similar" | "none";

export interface InferredCapability {
  name: string;
  /** Cosine of the text to the capability's description, 0-1. */
  similarity: number;
}

/**
 * Below this a resemblance of names is accidental: "data_entry" and "data_analysis" share a word (0.49). From 0.6 on,
 * the usual least match, 9 of 10 resembling pairs were right when tried ("python3", "unit_tests", "text_summary").
 */
const LEAST_NAME_SIMILARITY = 0.5;
/** Resemblance is the third resort and never counts as much as a synonym or a strong relation. */
const SIMILAR_CEILING = 0.85;
/** Thresholds of inference, calibrated on labelled tasks: see calibration.test.ts for their precision and recall. */
const LEAST_TEXT_SIMILARITY = 0.2;
const LEAST_SHARE_OF_BEST = 0.6;
const MAX_CACHED_NAMES = 2000;
const MAX_CACHED_TEXTS = 500;

/**
 * Says how well a declared capability covers a required one: the same name or a synonym (1), a relation of the
 * taxonomy (its strength), or, where the taxonomy does not know one of the two, resemblance of words and character
 * n-grams. Pure; answers are cached by name.
 */
export class CapabilityMatcher {
  readonly #names: readonly string[];
  readonly #matrix: Float32Array;
  readonly #indexOf = new Map<string, number>();
  readonly #joined = new Map<string, number>();
  readonly #index: TextIndex;
  readonly #pairs = new Map<string, Map<string, number>>();
  readonly #inferred = new Map<string, readonly InferredCapability[]>();

  constructor(taxonomy: CapabilityTaxonomy) {
    const { capabilities } = taxonomy;
    this.#names = capabilities.map(({ name }) => name);
    this.#matrix = relationMatrix(taxonomy);
    capabilities.forEach(({ synonyms }, index) => {
      for (const synonym of synonyms) this.#indexOf.set(spelling(synonym), index);
    });
    this.#names.forEach((name, index) => {
      this.#indexOf.set(spelling(name), index);
    });
    for (const [name, index] of this.#indexOf) this.#joined.set(name.replaceAll(" ", ""), index);
    this.#index = new TextIndex(
      capabilities.map(({ name, synonyms, description }) => `${name} ${synonyms.join(" ")} ${description}`),
    );
  }

  /** Match of two capability names, 0-1; 1 only for the same capability. Not symmetric: special covers general. */
  matchName(required: string, declared: string): number {
    if (required === declared) return 1;
    let row = this.#pairs.get(required);
    if (!row) {
      if (this.#pairs.size >= MAX_CACHED_NAMES) this.#pairs.clear();
      row = new Map();
      this.#pairs.set(required, row);
    }
    let match = row.get(declared);
    if (match === undefined) {
      match = this.#compute(required, declared);
      if (row.size >= MAX_CACHED_NAMES) row.clear();
      row.set(declared, match);
    }
    return match;
  }

  /** Which of the three ways leads from the required to the declared capability. */
  matchKind(required: string, declared: string): MatchKind {
    const match = this.matchName(required, declared);
    if (match === 0) return "none";
    if (match === 1) return "exact";
    return this.#known(required) >= 0 && this.#known(declared) >= 0 ? "related" : "similar";
  }

  /**
   * Capabilities a free text asks for, best first; empty when nothing stands out.
   * Kept: similarity of at least 0.2 and at least 0.6 of the best one's.
   */
  inferCapabilities(text: string, limit = 3): readonly InferredCapability[] {
    const key = `${limit} ${text}`;
    const cached = this.#inferred.get(key);
    if (cached) return cached;
    const similarities = this.#index.similarities(text);
    let best = 0;
    for (const similarity of similarities) best = Math.max(best, similarity);
    const least = Math.max(LEAST_TEXT_SIMILARITY, LEAST_SHARE_OF_BEST * best);
    const found: InferredCapability[] = [];
    this.#names.forEach((name, index) => {
      const similarity = similarities[index] ?? 0;
      if (similarity >= least) found.push({ name, similarity });
    });
    found.sort((a, b) => b.similarity - a.similarity || (a.name < b.name ? -1 : 1));
    const kept = found.slice(0, limit);
    if (this.#inferred.size >= MAX_CACHED_TEXTS) this.#inferred.clear();
    this.#inferred.set(key, kept);
    return kept;
  }

  #known(name: string): number {
    const spelled = spelling(name);
    // "websearch" is "web_search".
    return this.#indexOf.get(spelled) ?? this.#joined.get(spelled.replaceAll(" ", "")) ?? -1;
  }

  #compute(required: string, declared: string): number {
    const from = this.#known(required);
    const to = this.#known(declared);
    if (from >= 0 && to >= 0) return this.#matrix[from * this.#names.length + to] ?? 0;
    if (spelling(required) === spelling(declared)) return 1;
    let similarity = nameSimilarity(required, declared);
    if (to >= 0) similarity = Math.max(similarity, this.#index.similarities(required)[to] ?? 0);
    if (from >= 0) similarity = Math.max(similarity, this.#index.similarities(declared)[from] ?? 0);
    return similarity < LEAST_NAME_SIMILARITY ? 0 : Math.min(SIMILAR_CEILING, similarity);
  }
}

/** "Web-Search", "web_search" and "web search" are one spelling. */
function spelling(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_.\-\s]+/g, " ")
    .trim();
}
