import type { EmbeddedTexts, EmbeddingModel } from "#lib/contracts/text-source.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";
import { ProviderFailure } from "#lib/providers/port.ts";
import { embedTexts } from "./embed-texts.ts";

/** Many texts embedded before a predictor learns from them or is asked about them. */
export class EmbeddedSet implements EmbeddedTexts {
  readonly embedding: EmbeddingModel;
  private readonly vectors = new Map<string, Float32Array>();

  constructor(embedding: EmbeddingModel) {
    this.embedding = embedding;
  }

  /** An empty set of what this process embeds; null: it embeds none (TEXT_EMBEDDING is not set). */
  static here(): EmbeddedSet | null {
    const { TEXT_EMBEDDING } = readEnv();
    return TEXT_EMBEDDING ? new EmbeddedSet(TEXT_EMBEDDING) : null;
  }

  vectorOf(text: string): Float32Array | null {
    return this.vectors.get(text) ?? null;
  }

  /**
   * Embeds what is not known yet; only that is paid for.
   * @param onProgress hears the share that is done, 0-1
   * @throws SignalboxError unavailable in the provider's words; what was embedded until then need not be again
   */
  async add(texts: readonly string[], onProgress?: (share: number) => void): Promise<void> {
    const progress = onProgress && { onProgress };
    try {
      const made = await embedTexts({ embedding: this.embedding, texts, clock: systemClock, ...progress });
      for (const [text, vector] of made) this.vectors.set(text, vector);
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      throw new SignalboxError("unavailable", `The texts could not be embedded. ${error.message}`, { cause: error });
    }
  }
}
