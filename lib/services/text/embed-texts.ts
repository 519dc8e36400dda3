import { parseEmbeddingModel } from "#lib/contracts/text-source.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import type { Clock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { embed, MAX_EMBEDDED_CHARACTERS, MAX_EMBEDDING_BATCH } from "#lib/providers/port.ts";
import { readEmbeddings, writeEmbeddings } from "#lib/store/text-embedding.ts";

/** Vectors of recent texts in this process: retries and follow-up tasks repeat them. */
const MAX_REMEMBERED = 2_000;
const BATCH_TIMEOUT_MS = 30_000;

const remembered = () => processState("text.embeddings", () => new Map<string, Float32Array>());

export interface EmbedCall {
  /** Full name: "openai/text-embedding-3-small@512". */
  embedding: string;
  texts: readonly string[];
  clock: Clock;
  timeoutMs?: number;
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Vectors of unit length by text, each text paid for once: this process's memory, then the database, then the model.
 * Empty texts have none.
 * @throws ProviderFailure when the model does not answer; what was embedded until then is kept
 */
export async function embedTexts(call: EmbedCall): Promise<Map<string, Float32Array>> {
  const { embedding, texts, clock, timeoutMs = BATCH_TIMEOUT_MS, onProgress = () => undefined, signal } = call;
  const byText = new Map<string, Float32Array>();
  const unknown = new Map<string, string[]>();
  for (const text of new Set(texts)) {
    if (text.trim() === "") continue;
    const known = remembered().get(memoryKey(embedding, text));
    if (known) byText.set(text, known);
    else unknown.set(hashOf(text), [...(unknown.get(hashOf(text)) ?? []), text]);
  }
  const none = new Map<string, Float32Array>();
  const stored = unknown.size > 0 ? await readEmbeddings(embedding, [...unknown.keys()]) : none;
  const found = (hash: string, vector: Float32Array) => {
    // Long texts that begin alike share a hash.
    for (const text of unknown.get(hash) ?? []) byText.set(text, remember(embedding, text, vector));
  };
  for (const [hash, vector] of stored) found(hash, vector);
  const missing = [...unknown].filter(([hash]) => !stored.has(hash));
  const model = parseEmbeddingModel(embedding);
  for (let from = 0; from < missing.length; from += MAX_EMBEDDING_BATCH) {
    const batch = missing.slice(from, from + MAX_EMBEDDING_BATCH);
    const vectors = await embed({
      embedding: model,
      texts: batch.map(([, [text]]) => cut(text ?? "")),
      timeoutMs,
      ...(signal && { signal }),
    });
    const made = new Map<string, Float32Array>();
    batch.forEach(([hash], i) => {
      const vector = vectors[i];
      if (!vector) return;
      made.set(hash, vector);
      found(hash, vector);
    });
    await writeEmbeddings(embedding, made, clock.nowMs());
    onProgress((from + batch.length) / missing.length);
  }
  return byText;
}

function remember(embedding: string, text: string, vector: Float32Array): Float32Array {
  const memory = remembered();
  const oldest = memory.size >= MAX_REMEMBERED ? memory.keys().next().value : undefined;
  if (oldest !== undefined) memory.delete(oldest);
  memory.set(memoryKey(embedding, text), vector);
  return vector;
}

const memoryKey = (embedding: string, text: string) => `${embedding} ${cut(text)}`;
const cut = (text: string) => text.slice(0, MAX_EMBEDDED_CHARACTERS);
const hashOf = (text: string) => sha256Hex(cut(text));
