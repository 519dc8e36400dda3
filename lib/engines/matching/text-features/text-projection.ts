import type { EmbeddedTexts, EmbeddingModel } from "#lib/contracts/text-source.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { EmbeddedRows, type TextRowSource } from "./embedded-rows.ts";
import { TextVectorizer, type VectorizerOptions } from "./text-vectorizer.ts";
import { project, type TruncatedSvd, truncatedSvd } from "./truncated-svd.ts";

export interface ProjectionOptions {
  /** At most so many numbers a text; fewer when the texts span no more. */
  dimensions: number;
  seed: number;
  /** Learned from a random sample of so many texts: more refine rare words only. */
  maxTexts: number;
  vectorizer?: Partial<VectorizerOptions>;
  /** Read instead of words and characters. */
  embedded?: EmbeddedTexts | null;
}

/**
 * Texts as short dense vectors: hashed TF-IDF or embeddings, then latent semantic analysis (Deerwester et al. 1990) by
 * randomised truncated SVD. Learned from texts alone; the same texts and seed give the same bytes.
 */
export class TextProjection {
  private readonly rows: TextRowSource;
  private readonly svd: TruncatedSvd;

  private constructor(rows: TextRowSource, svd: TruncatedSvd) {
    this.rows = rows;
    this.svd = svd;
  }

  /** @param texts each once: a text that repeats would pull the directions towards itself. */
  static fit(texts: readonly string[], options: ProjectionOptions): TextProjection {
    const { dimensions, seed, maxTexts, vectorizer, embedded } = options;
    const sample = texts.length <= maxTexts ? texts : shuffled(texts, seededRandom(seed)).slice(0, maxTexts);
    const fitted = embedded ? new EmbeddedRows(embedded) : TextVectorizer.fit(sample, vectorizer);
    const rows = sample.flatMap((text) => fitted.transform(text) ?? []);
    return new TextProjection(fitted, truncatedSvd(rows, fitted.width, dimensions, seed));
  }

  /** Numbers a text becomes. */
  get dimensions(): number {
    return this.svd.rank;
  }

  /** What must embed the texts; null: they are read by their own words and characters. */
  get embedding(): EmbeddingModel | null {
    return this.rows instanceof EmbeddedRows ? this.rows.embedding : null;
  }

  /** The same projection of texts embedded elsewhere. */
  reading(embedded: EmbeddedTexts): TextProjection {
    return new TextProjection(new EmbeddedRows(embedded), this.svd);
  }

  /** Root of the mean square of the coordinates over the texts it learned from, largest first. */
  get singularValues(): Float64Array {
    return this.svd.singularValues;
  }

  /** All zeros for a text without any known n-gram; null for one whose embedding is not known. */
  project(text: string): Float64Array | null {
    const row = this.rows.transform(text);
    return row && project(row, this.svd);
  }

  toTensors(prefix: string): Record<string, Tensor> {
    const { rank, components, singularValues } = this.svd;
    return {
      ...this.rows.toTensors(`${prefix}.terms`),
      [`${prefix}.components`]: { shape: [rank === 0 ? 0 : this.rows.width, rank], data: components },
      [`${prefix}.singular`]: { shape: [rank], data: singularValues },
    };
  }

  /** @throws SignalboxError invalid_input when the tensors are absent or do not belong together. */
  static fromTensors(
    prefix: string,
    tensors: ReadonlyMap<string, Tensor>,
    embedded: EmbeddedTexts | null = null,
  ): TextProjection {
    const rows = embedded ? new EmbeddedRows(embedded) : TextVectorizer.fromTensors(`${prefix}.terms`, tensors);
    const components = tensors.get(`${prefix}.components`)?.data;
    const singularValues = tensors.get(`${prefix}.singular`)?.data;
    if (!(components instanceof Float32Array) || !(singularValues instanceof Float64Array)) {
      return refuseArtifact(`the tensors of ${prefix} are absent or of another type`);
    }
    const rank = singularValues.length;
    if (components.length !== rows.width * rank) refuseArtifact(`the tensors of ${prefix} do not belong together`);
    return new TextProjection(rows, { rank, components, singularValues });
  }
}
