import { eachCharacterNgram, eachWordNgram, type NgramRange, normaliseText } from "./ngrams.ts";

/** How a text becomes counts in hashed columns. */
export interface HashingOptions {
  words: NgramRange;
  characters: NgramRange;
  /** Words and character n-grams have 2^bits columns each. */
  bits: number;
  /** Longer texts count with their beginning and end, so that one huge text cannot take a second. */
  maxCharacters: number;
}

/** Kinds of n-grams, each with its own columns: words come first, then characters. */
export const BLOCKS = 2;

/**
 * Counts n-grams in hashed columns with signs, so that collisions cancel on average instead of adding up
 * (Weinberger et al., "Feature hashing for large scale multitask learning", 2009).
 * Keeps one dense scratch row, so that counting a text makes no garbage; not to be shared between threads.
 */
export class HashedCounter {
  readonly options: HashingOptions;
  /** Signed count of each column of the text counted last. */
  readonly counts: Float32Array;
  /** Columns the text counted last touched, `touchedCount` of them. */
  readonly touched: Int32Array;
  touchedCount = 0;
  private readonly seen: Uint8Array;

  constructor(options: HashingOptions) {
    this.options = options;
    const columns = BLOCKS * 2 ** options.bits;
    this.counts = new Float32Array(columns);
    this.seen = new Uint8Array(columns);
    this.touched = new Int32Array(columns);
  }

  /** Replaces the counts by those of this text. */
  count(text: string): void {
    this.clear();
    const { words, characters, bits } = this.options;
    const normalised = normaliseText(this.shortened(text));
    const shift = 31 - bits;
    eachWordNgram(normalised, words, (hash) => this.add((hash & 0x7fffffff) >>> shift, hash));
    const block = 2 ** bits;
    eachCharacterNgram(normalised, characters, (hash) => this.add(block + ((hash & 0x7fffffff) >>> shift), hash));
  }

  private shortened(text: string): string {
    const most = this.options.maxCharacters;
    if (text.length <= most) return text;
    const half = most >> 1;
    return `${text.slice(0, half)} ${text.slice(-half)}`;
  }

  /** The sign is the hash's top bit, which the column does not use. */
  private add(column: number, hash: number): void {
    if (this.seen[column] === 0) {
      this.seen[column] = 1;
      this.touched[this.touchedCount++] = column;
    }
    this.counts[column] = (this.counts[column] as number) + (hash < 0 ? -1 : 1);
  }

  private clear(): void {
    for (let i = 0; i < this.touchedCount; i++) {
      const column = this.touched[i] as number;
      this.counts[column] = 0;
      this.seen[column] = 0;
    }
    this.touchedCount = 0;
  }
}
