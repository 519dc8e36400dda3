import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { BLOCKS, HashedCounter, type HashingOptions } from "./hashed-counts.ts";

/** A sparse row: `values[i]` at column `indices[i]`, columns ascending, length 1 (or 0 when nothing is known of the text). */
export interface SparseVector {
  indices: Int32Array;
  values: Float32Array;
}

export interface VectorizerOptions extends HashingOptions {
  /** Columns that fewer texts have are left out; they cannot be told from noise. */
  minDocuments: number;
  /** Of the others, those of most texts are kept. */
  maxColumns: number;
}

export const DEFAULT_VECTORIZER: VectorizerOptions = {
  words: [1, 2],
  characters: [3, 5],
  bits: 17,
  maxCharacters: 4000,
  minDocuments: 2,
  maxColumns: 65_536,
};

const OPTION_NUMBERS = 8;

/**
 * TF-IDF over hashed words and character n-grams: dampened counts (1 + ln tf), smoothed inverse document frequency
 * (Salton & Buckley 1988), words and characters each scaled to the same length, then the whole to length 1.
 * Which columns exist and how rare they are is learned from texts; nothing is known of any language.
 */
export class TextVectorizer {
  readonly options: VectorizerOptions;
  /** Hashed columns that are kept, ascending, and the weight of each. */
  private readonly kept: Int32Array;
  private readonly idf: Float32Array;
  /** Place in `kept` of a hashed column; -1 when it is not kept. */
  private readonly place: Int32Array;
  private readonly counter: HashedCounter;

  private constructor(options: VectorizerOptions, kept: Int32Array, idf: Float32Array) {
    this.options = options;
    this.kept = kept;
    this.idf = idf;
    this.counter = new HashedCounter(options);
    this.place = new Int32Array(BLOCKS * 2 ** options.bits).fill(-1);
    for (let i = 0; i < kept.length; i++) this.place[kept[i] as number] = i;
  }

  /** Learns columns and their weights; the same texts give the same vectorizer. No texts are valid: it then knows nothing. */
  static fit(texts: Iterable<string>, options: Partial<VectorizerOptions> = {}): TextVectorizer {
    const complete = { ...DEFAULT_VECTORIZER, ...options };
    const counter = new HashedCounter(complete);
    const frequency = new Int32Array(counter.counts.length);
    let documents = 0;
    for (const text of texts) {
      documents++;
      counter.count(text);
      for (let i = 0; i < counter.touchedCount; i++) {
        const column = counter.touched[i] as number;
        frequency[column] = (frequency[column] as number) + 1;
      }
    }
    const kept = commonColumns(frequency, complete);
    const idf = Float32Array.from(
      kept,
      (column) => Math.log((1 + documents) / (1 + (frequency[column] as number))) + 1,
    );
    return new TextVectorizer(complete, kept, idf);
  }

  /** Number of columns of the vectors. */
  get width(): number {
    return this.kept.length;
  }

  /** The text as a sparse row. */
  transform(text: string): SparseVector {
    const { counter, place, idf } = this;
    counter.count(text);
    const known = counter.touched.slice(0, counter.touchedCount).filter((column) => (place[column] as number) >= 0);
    known.sort();
    const indices = known.map((column) => place[column] as number);
    const values = new Float32Array(indices.length);
    const block = 2 ** this.options.bits;
    const squares = new Float64Array(BLOCKS);
    const blockOf = (i: number) => ((known[i] as number) < block ? 0 : 1);
    for (let i = 0; i < indices.length; i++) {
      const count = counter.counts[known[i] as number] as number;
      // Collisions of opposite sign may cancel to nothing.
      const dampened = count === 0 ? 0 : Math.sign(count) * (1 + Math.log(Math.abs(count)));
      const value = dampened * (idf[indices[i] as number] as number);
      values[i] = value;
      squares[blockOf(i)] = (squares[blockOf(i)] as number) + value * value;
    }
    const present = squares.filter((square) => square > 0).length;
    const scale = squares.map((square) => (square > 0 ? 1 / Math.sqrt(square * present) : 0));
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i] as number) * (scale[blockOf(i)] as number);
    }
    return { indices, values };
  }

  /** Everything it knows, under names that begin with `prefix`. */
  toTensors(prefix: string): Record<string, Tensor> {
    const { words, characters, bits, maxCharacters, minDocuments, maxColumns } = this.options;
    const options = Float64Array.of(...words, ...characters, bits, maxCharacters, minDocuments, maxColumns);
    return {
      [`${prefix}.options`]: { shape: [OPTION_NUMBERS], data: options },
      [`${prefix}.columns`]: { shape: [this.kept.length], data: this.kept },
      [`${prefix}.idf`]: { shape: [this.idf.length], data: this.idf },
    };
  }

  /** @throws SignalboxError invalid_input when the tensors are absent or do not belong together. */
  static fromTensors(prefix: string, tensors: ReadonlyMap<string, Tensor>): TextVectorizer {
    const numbers = tensors.get(`${prefix}.options`)?.data;
    const kept = tensors.get(`${prefix}.columns`)?.data;
    const idf = tensors.get(`${prefix}.idf`)?.data;
    const options = numbers instanceof Float64Array ? readOptions(numbers) : null;
    if (!options || !(kept instanceof Int32Array) || !(idf instanceof Float32Array) || kept.length !== idf.length) {
      return refuseArtifact(`the tensors of ${prefix} are absent or do not belong together`);
    }
    const columns = BLOCKS * 2 ** options.bits;
    const ascending = kept.every((column, i) => column > (i === 0 ? -1 : (kept[i - 1] as number)) && column < columns);
    if (!ascending) refuseArtifact(`the columns of ${prefix} are not in order or out of range`);
    return new TextVectorizer(options, kept, idf);
  }
}

/** Columns of enough texts, ascending; of too many those of most texts, and of equals the earlier ones. */
function commonColumns(frequency: Int32Array, { minDocuments, maxColumns }: VectorizerOptions): Int32Array {
  const columns: number[] = [];
  for (let column = 0; column < frequency.length; column++) {
    if ((frequency[column] as number) >= minDocuments) columns.push(column);
  }
  if (columns.length > maxColumns) {
    columns.sort((a, b) => (frequency[b] as number) - (frequency[a] as number) || a - b);
    columns.length = maxColumns;
    columns.sort((a, b) => a - b);
  }
  return Int32Array.from(columns);
}

function readOptions(numbers: Float64Array): VectorizerOptions | null {
  if (numbers.length !== OPTION_NUMBERS || !numbers.every((value) => Number.isInteger(value) && value >= 0))
    return null;
  const [w1, w2, c1, c2, bits, maxCharacters, minDocuments, maxColumns] = numbers as unknown as [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  // Bounds keep a made-up artifact from claiming gigabytes of scratch or endless n-grams.
  if (bits < 4 || bits > 22 || w2 > 8 || c2 > 16 || maxCharacters > 1_000_000) return null;
  return { words: [w1, w2], characters: [c1, c2], bits, maxCharacters, minDocuments, maxColumns };
}
