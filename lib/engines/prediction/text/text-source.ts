import { z } from "zod";
import { type EmbeddedTexts, embeddingName, type TextSource, textSourceSchema } from "#lib/contracts/text-source.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { PredictorState } from "../predictor-state.ts";

/** What serving needs to turn a text into what this predictor learned from. */
export function textSourceOf({ text }: Pick<PredictorState, "text">): TextSource {
  if (!text) return { kind: "none" };
  const { embedding } = text.parts.features.projection;
  return embedding ? { kind: "embedding", ...embedding } : { kind: "hashed" };
}

const namesSource = z.object({ text_source: textSourceSchema });

/**
 * Refuses a predictor whose texts this process cannot embed as it needs them. A header without a readable source is left
 * to its schema.
 * @param embedded the texts as this process embeds them; null: it embeds none
 * @throws SignalboxError invalid_input naming both
 */
export function requireTextSource(header: unknown, embedded: Pick<EmbeddedTexts, "embedding"> | null): void {
  const parsed = namesSource.safeParse(header);
  if (!parsed.success || parsed.data.text_source.kind !== "embedding") return;
  const needed = embeddingName(parsed.data.text_source);
  const own = embedded && embeddingName(embedded.embedding);
  if (needed === own) return;
  const here = own ? `embeds them by ${own}` : "embeds none";
  refuseArtifact(
    `it needs texts embedded by ${needed}, and this process ${here}: set TEXT_EMBEDDING=${needed} to use it`,
  );
}
