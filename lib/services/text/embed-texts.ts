import { type EmbeddingModel, embeddingName } from "#lib/contracts/text-source.ts";
import type { Clock } from "#lib/core/clock.ts";
import { embed, MAX_EMBEDDING_BATCH } from "#lib/providers/port.ts";
import { ensureCredentials } from "#lib/runtime/credentials.ts";
import { embeddedHash, embeddedPart, recallVectors, rememberVector } from "#lib/runtime/text-vectors.ts";
import { writeEmbeddings } from "#lib/store/text-embedding.ts";
import { embeddingCredentials } from "../credentials/embedding-credentials.ts";

const BATCH_TIMEOUT_MS = 30_000;
/** Requests under way to a provider; an encoder on this machine has one core. */
const AT_ONCE = 4;

export interface EmbedCall {
  embedding: EmbeddingModel;
  texts: readonly string[];
  clock: Clock;
  timeoutMs?: number;
  /** Hears the share of the texts that is there, 0-1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Vectors of unit length by text, each text paid for once: this process's memory, then the database, then the model.
 * Empty texts have none.
 * @throws ProviderFailure when the model does not answer; what was embedded until then is kept
 */
export async function embedTexts(call: EmbedCall): Promise<Map<string, Float32Array>> {
  const { embedding, clock, timeoutMs = BATCH_TIMEOUT_MS, onProgress = () => undefined, signal } = call;
  const texts = [...new Set(call.texts)].filter((text) => text.trim() !== "");
  const byText = await recallVectors(embedding, texts);
  const missing = [
    ...Map.groupBy(
      texts.filter((text) => !byText.has(text)),
      embeddedPart,
    ),
  ];
  const batches = Array.from({ length: Math.ceil(missing.length / MAX_EMBEDDING_BATCH) }, (_, i) =>
    missing.slice(i * MAX_EMBEDDING_BATCH, (i + 1) * MAX_EMBEDDING_BATCH),
  );
  onProgress(texts.length === 0 ? 1 : byText.size / texts.length);
  if (batches.length > 0) await ensureCredentials();
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const parts = batch.map(([part]) => part);
      const { vectors } = await embed({
        embedding,
        texts: parts,
        timeoutMs,
        ...embeddingCredentials(embedding.source, clock.nowMs()),
        ...(signal && { signal }),
      });
      const made = new Map<string, Float32Array>();
      for (const [i, [part, alike]] of batch.entries()) {
        const vector = vectors[i];
        if (!vector) continue;
        made.set(embeddedHash(part), vector);
        rememberVector(embedding, part, vector);
        for (const text of alike) byText.set(text, vector);
      }
      await writeEmbeddings(embeddingName(embedding), made, clock.nowMs());
      onProgress(byText.size / texts.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: embedding.source === "local" ? 1 : AT_ONCE }, work));
  } finally {
    // After a failure nobody goes on to the next batch.
    batches.length = 0;
  }
  return byText;
}
