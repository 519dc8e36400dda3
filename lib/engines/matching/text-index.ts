import { eachFeature, tokensOf } from "./tokens.ts";

/** Share of a character n-gram beside a whole word of the same rarity; found with calibration.test.ts. */
const GRAM_WEIGHT = 0.3;
const MAX_CACHED_TOKENS = 20_000;
/** What a task needs is said early; the rest is material to work on. */
const MAX_QUERY_CHARACTERS = 2000;

interface TokenHits {
  documents: Int32Array;
  /** Product of the token's and the document's weights, summed over the token's features. */
  products: Float32Array;
  /** Squared length of the part of the token the index knows. */
  squaredNorm: number;
}

/**
 * TF-IDF over words and character n-grams with cosine similarity (Salton & Buckley, 1988; smoothed idf).
 * Built once over a few hundred short documents. A query is the sum of its tokens, so what each token
 * contributes to each document is cached, and a query costs one lookup a word.
 */
export class TextIndex {
  readonly size: number;
  readonly #idf = new Map<number, number>();
  readonly #postings = new Map<number, { document: number; weight: number }[]>();
  readonly #tokens = new Map<string, TokenHits>();

  /** @param documents texts; similarities come back in their order. */
  constructor(documents: readonly string[]) {
    this.size = documents.length;
    const counts = documents.map(featureCounts);
    const frequency = new Map<number, number>();
    for (const count of counts) for (const hash of count.keys()) frequency.set(hash, (frequency.get(hash) ?? 0) + 1);
    for (const [hash, n] of frequency) this.#idf.set(hash, Math.log((1 + this.size) / (1 + n)) + 1);
    counts.forEach((count, document) => {
      const vector = [...count].map(([hash, tf]) => ({ hash, weight: tf * (this.#idf.get(hash) ?? 0) }));
      const norm = Math.sqrt(vector.reduce((sum, { weight }) => sum + weight * weight, 0)) || 1;
      for (const { hash, weight } of vector) {
        const list = this.#postings.get(hash) ?? [];
        list.push({ document, weight: weight / norm });
        this.#postings.set(hash, list);
      }
    });
  }

  /**
   * Similarity of a text to every document, 0-1. Words the index has never seen count for nothing,
   * neither for nor against: a long description is mostly about its matter, not about the skill.
   */
  similarities(text: string): Float32Array {
    const counts = new Map<string, number>();
    for (const token of tokensOf(text.slice(0, MAX_QUERY_CHARACTERS))) counts.set(token, (counts.get(token) ?? 0) + 1);
    const sums = new Float32Array(this.size);
    let squaredNorm = 0;
    for (const [token, n] of counts) {
      const hits = this.#hitsOf(token);
      const tf = 1 + Math.log(n);
      for (let i = 0; i < hits.documents.length; i++) {
        const document = hits.documents[i] as number;
        sums[document] = (sums[document] as number) + tf * (hits.products[i] as number);
      }
      squaredNorm += tf * tf * hits.squaredNorm;
    }
    if (squaredNorm === 0) return sums;
    const norm = Math.sqrt(squaredNorm);
    for (let i = 0; i < sums.length; i++) sums[i] = Math.min(1, (sums[i] as number) / norm);
    return sums;
  }

  #hitsOf(token: string): TokenHits {
    const cached = this.#tokens.get(token);
    if (cached) return cached;
    const products = new Map<number, number>();
    let squaredNorm = 0;
    for (const [hash, tf] of featureCounts(token)) {
      const idf = this.#idf.get(hash);
      if (idf === undefined) continue;
      const weight = tf * idf;
      squaredNorm += weight * weight;
      for (const posting of this.#postings.get(hash) ?? []) {
        products.set(posting.document, (products.get(posting.document) ?? 0) + weight * posting.weight);
      }
    }
    const hits = {
      documents: Int32Array.from(products.keys()),
      products: Float32Array.from(products.values()),
      squaredNorm,
    };
    if (this.#tokens.size >= MAX_CACHED_TOKENS) this.#tokens.clear();
    this.#tokens.set(token, hits);
    return hits;
  }
}

/** Weighted feature counts of a text: dampened counts of words, and of n-grams at their lower weight. */
export function featureCounts(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  const tokens = tokensOf(text);
  for (const token of tokens) {
    eachFeature(token, (hash, isWord) => counts.set(hash, (counts.get(hash) ?? 0) + (isWord ? 1 : GRAM_WEIGHT)));
  }
  return counts;
}

/** Cosine of two texts' raw feature counts, 0-1: for names no index knows. */
export function nameSimilarity(left: string, right: string): number {
  const a = featureCounts(left);
  const b = featureCounts(right);
  let dot = 0;
  for (const [hash, weight] of a) dot += weight * (b.get(hash) ?? 0);
  return dot === 0 ? 0 : Math.min(1, dot / (lengthOf(a) * lengthOf(b)));
}

function lengthOf(vector: Map<number, number>): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return Math.sqrt(sum);
}
