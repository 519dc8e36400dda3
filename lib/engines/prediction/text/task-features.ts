import type { EmbeddedTexts } from "#lib/contracts/text-source.ts";
import { TextProjection } from "../../matching/text-features/text-projection.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";
import { SURFACE_FEATURES, surfaceFeatures } from "./surface-features.ts";

/** More directions refine the fit to the texts seen, not to the next one (found by cross-validation on the public sets). */
const DIMENSIONS = 40;
const MAX_TEXTS = 4000;
/** Columns of n-grams; each costs DIMENSIONS numbers of the artifact. */
const MAX_COLUMNS = 32_768;
/** A text far outside what was learned from must not be extrapolated to. */
const MAX_DEVIATION = 4;

/**
 * A task's text as the numbers the models see: its projection first, scaled to a mean variance of 1, then its looks, each
 * with mean 0 and variance 1 over the texts learned from.
 */
export class TaskFeatures {
  readonly projection: TextProjection;
  private readonly mean: Float64Array;
  private readonly scale: Float64Array;

  private constructor(projection: TextProjection, mean: Float64Array, scale: Float64Array) {
    this.projection = projection;
    this.mean = mean;
    this.scale = scale;
  }

  /** @param texts distinct and not empty. @param embedded read instead of their words and characters */
  static fit(texts: readonly string[], seed: number, embedded: EmbeddedTexts | null = null): TaskFeatures {
    const options = { dimensions: DIMENSIONS, seed, maxTexts: MAX_TEXTS, vectorizer: { maxColumns: MAX_COLUMNS } };
    const projection = TextProjection.fit(texts, { ...options, embedded });
    const step = Math.max(1, Math.floor(texts.length / MAX_TEXTS));
    const rows: Float64Array[] = [];
    for (let i = 0; i < texts.length; i += step) {
      const row = rawFeatures(projection, texts[i] as string);
      if (row) rows.push(row);
    }
    const { mean, variance } = momentsOf(rows, projection.dimensions + SURFACE_FEATURES);
    const projected = variance.subarray(0, projection.dimensions);
    const common = projected.reduce((sum, value) => sum + value, 0) / Math.max(1, projected.length);
    projected.fill(common);
    const scale = variance.map((value) => (value > 1e-12 ? 1 / Math.sqrt(value) : 0));
    return new TaskFeatures(projection, mean, scale);
  }

  /** How many numbers a text becomes; the first `projection.dimensions` of them say what it is about. */
  get width(): number {
    return this.mean.length;
  }

  /** The same features of texts embedded elsewhere. */
  reading(embedded: EmbeddedTexts): TaskFeatures {
    return new TaskFeatures(this.projection.reading(embedded), this.mean, this.scale);
  }

  /** Null for an empty text and one whose embedding is not there, of which nothing is known. */
  of(text: string): Float64Array | null {
    const raw = text === "" ? null : rawFeatures(this.projection, text);
    if (!raw) return null;
    const looksFrom = this.projection.dimensions;
    for (let i = 0; i < raw.length; i++) {
      const value = ((raw[i] as number) - (this.mean[i] as number)) * (this.scale[i] as number);
      raw[i] = i < looksFrom ? value : Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, value));
    }
    return raw;
  }

  toTensors(prefix: string): Record<string, Tensor> {
    return {
      ...this.projection.toTensors(prefix),
      [`${prefix}.mean`]: { shape: [this.mean.length], data: this.mean },
      [`${prefix}.scale`]: { shape: [this.scale.length], data: this.scale },
    };
  }

  /** @throws SignalboxError invalid_input when the tensors are absent or do not belong together. */
  static fromTensors(
    prefix: string,
    tensors: ReadonlyMap<string, Tensor>,
    embedded: EmbeddedTexts | null = null,
  ): TaskFeatures {
    const projection = TextProjection.fromTensors(prefix, tensors, embedded);
    const mean = tensors.get(`${prefix}.mean`)?.data;
    const scale = tensors.get(`${prefix}.scale`)?.data;
    const width = projection.dimensions + SURFACE_FEATURES;
    const fits = (data: Tensor["data"] | undefined) => data instanceof Float64Array && data.length === width;
    if (!fits(mean) || !fits(scale)) refuseArtifact(`the tensors of ${prefix} do not belong together`);
    return new TaskFeatures(projection, mean as Float64Array, scale as Float64Array);
  }
}

function rawFeatures(projection: TextProjection, text: string): Float64Array | null {
  const projected = projection.project(text);
  if (!projected) return null;
  const raw = new Float64Array(projection.dimensions + SURFACE_FEATURES);
  raw.set(projected);
  raw.set(surfaceFeatures(text), projection.dimensions);
  return raw;
}

function momentsOf(rows: readonly Float64Array[], width: number): { mean: Float64Array; variance: Float64Array } {
  const mean = new Float64Array(width);
  const variance = new Float64Array(width);
  for (const row of rows)
    for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) + (row[i] as number) / rows.length;
  for (const row of rows) {
    for (let i = 0; i < width; i++) {
      variance[i] = (variance[i] as number) + ((row[i] as number) - (mean[i] as number)) ** 2 / rows.length;
    }
  }
  return { mean, variance };
}
