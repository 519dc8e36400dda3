/** Receives one n-gram of a text as a well mixed 32-bit hash. */
export type VisitNgram = (hash: number) => void;

/** Shortest and longest n-gram, both counted. */
export type NgramRange = readonly [shortest: number, longest: number];

/** Letters with their marks and digits of any script; everything else parts words. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** As WORD, but keeps punctuation: what stands between white space. */
const CHUNK = /\S+/gu;
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const SPACE = 0x20;

/** One spelling for what reads alike in any script: compatibility forms folded, lower case. */
export function normaliseText(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Word n-grams of a normalised text, in the order they end. */
export function eachWordNgram(text: string, [shortest, longest]: NgramRange, visit: VisitNgram): void {
  const recent: number[] = [];
  for (const [word] of text.matchAll(WORD)) {
    let hash = OFFSET;
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
    recent.push(hash);
    if (recent.length > longest) recent.shift();
    let gram = OFFSET;
    for (let n = 1; n <= recent.length; n++) {
      gram = Math.imul(gram ^ mixed(recent[recent.length - n] as number), PRIME);
      if (n >= shortest) visit(mixed(gram + n));
    }
  }
}

/**
 * Character n-grams inside white-space-bounded chunks of a normalised text, with the boundaries as spaces ("char_wb" of
 * scikit-learn), which needs no word list and so works in any language. A chunk shorter than an n-gram counts once, whole.
 */
export function eachCharacterNgram(text: string, [shortest, longest]: NgramRange, visit: VisitNgram): void {
  for (const [chunk] of text.matchAll(CHUNK)) {
    const length = chunk.length + 2;
    for (let start = 0; start < length; start++) {
      let hash = OFFSET;
      const end = Math.min(length, start + longest);
      for (let at = start; at < end; at++) {
        const code = at === 0 || at === length - 1 ? SPACE : chunk.charCodeAt(at - 1);
        hash = Math.imul(hash ^ code, PRIME);
        const n = at - start + 1;
        if (n >= shortest || (start === 0 && n === length)) visit(mixed(hash + n));
      }
    }
  }
}

/** Finaliser of MurmurHash3 (Appleby): every input bit reaches every output bit. */
function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
