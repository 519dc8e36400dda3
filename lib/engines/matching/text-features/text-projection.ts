import { seededRandom, shuffled } from "#lib/core/random.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { TextVectorizer, type VectorizerOptions } from "./text-vectorizer.ts";
import { project, type TruncatedSvd, truncatedSvd } from "./truncated-svd.ts";

export interface ProjectionOptions {
  /** At most so many numbers a text; fewer when the texts span no more. */
  dimensions: number;
  seed: number;
  /** Learned from a random sample of so many texts: more refine rare words only. */
  maxTexts: number;
  vectorizer?: Partial<VectorizerOptions>;
}

/**
 * Texts as short dense vectors: hashed TF-IDF, then latent semantic analysis (Deerwester et al. 1990) by randomised
 * truncated SVD. Learned from texts alone; the same texts and seed give the same bytes.
 */
export class TextProjection {
  readonly vectorizer: TextVectorizer;
  private readonly svd: TruncatedSvd;

  private constructor(vectorizer: TextVectorizer, svd: TruncatedSvd) {
    this.vectorizer = vectorizer;
    this.svd = svd;
  }

  /** @param texts each once: a text that repeats would pull the directions towards itself. */
  static fit(texts: readonly string[], { dimensions, seed, maxTexts, vectorizer }: ProjectionOptions): TextProjection {
    const sample = texts.length <= maxTexts ? texts : shuffled(texts, seededRandom(seed)).slice(0, maxTexts);
    const fitted = TextVectorizer.fit(sample, vectorizer);
    const rows = sample.map((text) => fitted.transform(text));
    return new TextProjection(fitted, truncatedSvd(rows, fitted.width, dimensions, seed));
  }

  /** Numbers a text becomes. */
  get dimensions(): number {
    return this.svd.rank;
  }

  /** Root of the mean square of the coordinates over the texts it learned from, largest first. */
  get singularValues(): Float64Array {
    return this.svd.singularValues;
  }

  /** All zeros for a text without any known n-gram. */
  project(text: string): Float64Array {
    return project(this.vectorizer.transform(text), this.svd);
  }

  toTensors(prefix: string): Record<string, Tensor> {
    const { rank, components, singularValues } = this.svd;
    return {
      ...this.vectorizer.toTensors(`${prefix}.terms`),
      [`${prefix}.components`]: { shape: [rank === 0 ? 0 : this.vectorizer.width, rank], data: components },
      [`${prefix}.singular`]: { shape: [rank], data: singularValues },
    };
  }

  /** @throws SignalboxError invalid_input when the tensors are absent or do not belong together. */
  static fromTensors(prefix: string, tensors: ReadonlyMap<string, Tensor>): TextProjection {
    const vectorizer = TextVectorizer.fromTensors(`${prefix}.terms`, tensors);
    const components = tensors.get(`${prefix}.components`)?.data;
    const singularValues = tensors.get(`${prefix}.singular`)?.data;
    if (!(components instanceof Float32Array) || !(singularValues instanceof Float64Array)) {
      return refuseArtifact(`the tensors of ${prefix} are absent or of another type`);
    }
    const rank = singularValues.length;
    if (components.length !== vectorizer.width * rank)
      refuseArtifact(`the tensors of ${prefix} do not belong together`);
    return new TextProjection(vectorizer, { rank, components, singularValues });
  }
}
