import { eachWordNgram, normaliseText } from "../matching/text-features/ngrams.ts";

/** The words of a text, each once, as hashes; any language. */
export function wordsOf(text: string): Set<number> {
  const words = new Set<number>();
  eachWordNgram(normaliseText(text), [1, 1], (hash) => words.add(hash));
  return words;
}

/** Share of words in common, 0-1 (Jaccard 1901); two texts without words have nothing in common. */
export function overlapOf(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common++;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}

/** Share of a text's words that none of the texts before it had, 0-1; null for a text without words. */
export function noveltyOf(words: ReadonlySet<number>, before: ReadonlySet<number>): number | null {
  if (words.size === 0) return null;
  let known = 0;
  for (const word of words) if (before.has(word)) known++;
  return 1 - known / words.size;
}
