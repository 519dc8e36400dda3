import type { Random } from "#lib/core/random.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { type SparseVector, TextVectorizer } from "../text-features/text-vectorizer.ts";
import { fitLatentBasis } from "./latent-basis.ts";
import { decodeBytes, encodeBytes, rounded } from "./quantised.ts";
import { packRows } from "./sparse-rows.ts";

/** Stands for how common a capability is; its weight is learned like any other column's. */
const BIAS = 0.7;
const RANK = 300;
/** Texts the directions are learned from; more sharpen little. */
const MAX_LATENT_TEXTS = 20_000;
const WORDS: readonly [number, number] = [1, 2];
const CHARACTERS: readonly [number, number] = [2, 5];

export interface TextRowsOptions {
  /** Adds the directions in which the texts vary: worth its time where examples are few. */
  latent: boolean;
  random: Random;
}

/**
 * A text as the matcher sees it: hashed words and character n-grams, a constant, and, where examples are few, its place
 * among the directions in which all known texts vary.
 */
export class TextRows {
  readonly width: number;
  private readonly vectorizer: TextVectorizer;
  private readonly basis: Float32Array | null;
  private readonly rank: number;

  private constructor(vectorizer: TextVectorizer, basis: Float32Array | null) {
    this.vectorizer = vectorizer;
    this.basis = basis;
    this.rank = basis ? basis.length / vectorizer.width : 0;
    this.width = vectorizer.width + 1 + this.rank;
  }

  /** @param texts everything known, labelled or not: rarity of words needs no labels */
  static fit(texts: readonly string[], { latent, random }: TextRowsOptions): TextRows {
    const vectorizer = TextVectorizer.fit(texts, {
      words: WORDS,
      characters: CHARACTERS,
      bits: 18,
      minDocuments: texts.length > 5000 ? 2 : 1,
    });
    const rank = Math.min(RANK, Math.floor(texts.length / 4));
    if (!latent || rank < 2) return new TextRows(vectorizer, null);
    const sample = texts.slice(0, MAX_LATENT_TEXTS).map((text) => vectorizer.transform(text));
    const basis = fitLatentBasis(packRows(sample, vectorizer.width), rank, random);
    return new TextRows(vectorizer, basis && rounded(basis, rank));
  }

  /** Directions in use; 0 for none. */
  get directions(): number {
    return this.rank;
  }

  /** Rows as these, but without directions: what learns from many texts needs none. */
  withoutDirections(): TextRows {
    return new TextRows(this.vectorizer, null);
  }

  /** What `withoutDirections` makes of the same text. */
  plain({ indices, values }: SparseVector): SparseVector {
    const end = indices.length - this.rank;
    return { indices: indices.subarray(0, end), values: values.subarray(0, end) };
  }

  /** The row, columns ascending. A text of which nothing is known has the constant alone. */
  row(text: string): SparseVector {
    const { indices, values } = this.vectorizer.transform(text);
    const known = indices.length;
    const row = { indices: new Int32Array(known + 1 + this.rank), values: new Float32Array(known + 1 + this.rank) };
    row.indices.set(indices);
    row.values.set(values);
    row.indices[known] = this.vectorizer.width;
    row.values[known] = BIAS;
    if (this.basis) this.addDirections(this.basis, row, known);
    return row;
  }

  private addDirections(basis: Float32Array, { indices, values }: SparseVector, known: number): void {
    const place = new Float64Array(this.rank);
    for (let i = 0; i < known; i++) {
      const value = values[i] as number;
      const base = (indices[i] as number) * this.rank;
      for (let d = 0; d < this.rank; d++) place[d] = (place[d] as number) + value * (basis[base + d] as number);
    }
    const length = Math.hypot(...place) || 1;
    for (let d = 0; d < this.rank; d++) {
      indices[known + 1 + d] = this.vectorizer.width + 1 + d;
      values[known + 1 + d] = (place[d] as number) / length;
    }
  }

  toTensors(prefix: string): Record<string, Tensor> {
    const tensors = this.vectorizer.toTensors(`${prefix}.text`);
    if (!this.basis) return tensors;
    return { ...tensors, ...encodeBytes(`${prefix}.basis`, this.basis, this.rank) };
  }

  /** @throws SignalboxError invalid_input when the tensors do not belong together */
  static fromTensors(prefix: string, tensors: ReadonlyMap<string, Tensor>): TextRows {
    const vectorizer = TextVectorizer.fromTensors(`${prefix}.text`, tensors);
    if (!tensors.has(`${prefix}.basis.steps`)) return new TextRows(vectorizer, null);
    const { values, columns } = decodeBytes(`${prefix}.basis`, tensors);
    if (columns < 1 || values.length !== vectorizer.width * columns)
      refuseArtifact(`${prefix}.basis has another shape`);
    return new TextRows(vectorizer, values);
  }
}
