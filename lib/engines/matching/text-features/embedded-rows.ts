import type { EmbeddedTexts, EmbeddingModel } from "#lib/contracts/text-source.ts";
import type { Tensor } from "../../registry/tensor.ts";
import type { SparseVector } from "./text-vectorizer.ts";

/** What a projection reads of a text: columns and their values. */
export interface TextRowSource {
  /** Number of columns. */
  readonly width: number;
  /** Null when nothing is known of the text. */
  transform(text: string): SparseVector | null;
  toTensors(prefix: string): Record<string, Tensor>;
}

/** Embeddings as rows. There is nothing to learn and nothing to write: the encoder is elsewhere. */
export class EmbeddedRows implements TextRowSource {
  private readonly texts: EmbeddedTexts;
  private readonly indices: Int32Array;

  constructor(texts: EmbeddedTexts) {
    this.texts = texts;
    this.indices = Int32Array.from({ length: texts.embedding.dimensions }, (_, i) => i);
  }

  get embedding(): EmbeddingModel {
    return this.texts.embedding;
  }

  get width(): number {
    return this.embedding.dimensions;
  }

  transform(text: string): SparseVector | null {
    const values = this.texts.vectorOf(text);
    return values && { indices: this.indices, values };
  }

  toTensors(): Record<string, Tensor> {
    return {};
  }
}
