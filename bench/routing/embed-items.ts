import { type EmbeddedTexts, embeddingModelSchema, MAX_EMBEDDED_CHARACTERS } from "#lib/contracts/text-source.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { embed, MAX_EMBEDDING_BATCH } from "#lib/providers/port.ts";
import type { BenchItem } from "./dataset.ts";

const TIMEOUT_MS = 120_000;

/**
 * Embeds the items' texts, each once, and keeps nothing: the benchmark has no database.
 * @param name as TEXT_EMBEDDING names it
 * @throws SignalboxError invalid_input for a name that names no embedding; ProviderFailure when it does not answer
 */
export async function embedItems(items: readonly BenchItem[], name: string): Promise<EmbeddedTexts> {
  const parsed = embeddingModelSchema.safeParse(name);
  if (!parsed.success) throw new SignalboxError("invalid_input", `--embedding: ${parsed.error.issues[0]?.message}`);
  const vectors = new Map<string, Float32Array>();
  const texts = [...new Set(items.map(({ text }) => text))].filter((text) => text.trim() !== "");
  for (let from = 0; from < texts.length; from += MAX_EMBEDDING_BATCH) {
    const batch = texts.slice(from, from + MAX_EMBEDDING_BATCH);
    const cut = batch.map((text) => text.slice(0, MAX_EMBEDDED_CHARACTERS));
    const { vectors: made } = await embed({ embedding: parsed.data, texts: cut, timeoutMs: TIMEOUT_MS });
    for (const [i, vector] of made.entries()) vectors.set(batch[i] as string, vector);
  }
  return { embedding: parsed.data, vectorOf: (text) => vectors.get(text) ?? null };
}
