import {
  type EmbeddedTexts,
  type EmbeddingModel,
  embeddingName,
  MAX_EMBEDDED_CHARACTERS,
} from "#lib/contracts/text-source.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";
import { readEmbeddings } from "#lib/store/text-embedding.ts";

/** Vectors of recent texts in this process: retries and follow-up tasks repeat them. Of 512 numbers each, 8 MB. */
const MAX_REMEMBERED = 4_000;
/** Hashes in one question to the database. */
const RECALLED_AT_ONCE = 2_000;

/** The oldest first. */
const memory = () => processState("runtime.textVectors", () => new Map<string, Float32Array>());

/** The texts as this process embeds them, from memory alone; null: it embeds none (TEXT_EMBEDDING is not set). */
export function embeddedHere(): EmbeddedTexts | null {
  const embedding = readEnv().TEXT_EMBEDDING ?? null;
  return embedding && { embedding, vectorOf: (text) => rememberedVector(embedding, text) };
}

/** Null for an empty text, and for one that is not in memory. */
export function rememberedVector(embedding: EmbeddingModel, text: string): Float32Array | null {
  const key = keyOf(embedding, text);
  const vector = memory().get(key);
  if (!vector) return null;
  memory().delete(key);
  memory().set(key, vector);
  return vector;
}

export function rememberVector(embedding: EmbeddingModel, text: string, vector: Float32Array): void {
  const own = memory();
  const oldest = own.size >= MAX_REMEMBERED ? own.keys().next().value : undefined;
  if (oldest !== undefined) own.delete(oldest);
  own.set(keyOf(embedding, text), vector);
}

/** Vectors that are known already, by text: from this process's memory, then from the database. */
export async function recallVectors(
  embedding: EmbeddingModel,
  texts: readonly string[],
): Promise<Map<string, Float32Array>> {
  const byText = new Map<string, Float32Array>();
  const unknown = new Map<string, string[]>();
  for (const text of texts) {
    if (text.trim() === "") continue;
    const known = rememberedVector(embedding, text);
    if (known) byText.set(text, known);
    // Long texts that begin alike share a hash.
    else unknown.set(embeddedHash(text), [...(unknown.get(embeddedHash(text)) ?? []), text]);
  }
  const hashes = [...unknown.keys()];
  for (let from = 0; from < hashes.length; from += RECALLED_AT_ONCE) {
    const stored = await readEmbeddings(embeddingName(embedding), hashes.slice(from, from + RECALLED_AT_ONCE));
    for (const [hash, vector] of stored) {
      for (const text of unknown.get(hash) ?? []) {
        byText.set(text, vector);
        rememberVector(embedding, text, vector);
      }
    }
  }
  return byText;
}

/** The part of a text that is embedded. */
export function embeddedPart(text: string): string {
  return text.slice(0, MAX_EMBEDDED_CHARACTERS);
}

/** SHA-256 of the part of a text that is embedded. */
export function embeddedHash(text: string): string {
  return sha256Hex(embeddedPart(text));
}

const keyOf = (embedding: EmbeddingModel, text: string) => `${embeddingName(embedding)} ${embeddedPart(text)}`;
