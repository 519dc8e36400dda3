import { z } from "zod";
import { EMBEDDING_SOURCES, type EmbeddedTexts, embeddingName } from "#lib/contracts/text-source.ts";
import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { PredictorState } from "../predictor-state.ts";

/** Where the numbers of a text come from: nowhere, from n-grams (built in), or from an encoder that serving must have. */
export const textSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("hashed") }),
  z.strictObject({
    kind: z.literal("embedding"),
    source: z.enum(EMBEDDING_SOURCES),
    model: z.string().min(1),
    dimensions: z.int().min(1),
  }),
]);
export type TextSource = z.infer<typeof textSourceSchema>;

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
