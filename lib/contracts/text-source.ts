import { z } from "zod";

/** Who can turn a text into an embedding: a provider's model, or an encoder that lies in MODELS_DIR. */
export const EMBEDDING_SOURCES = ["openai", "bedrock", "local"] as const;
export type EmbeddingSource = (typeof EMBEDDING_SOURCES)[number];

const SHAPE = /^(openai|bedrock|local)\/([A-Za-z0-9][A-Za-z0-9._:-]*)@([1-9][0-9]{0,3})$/;

/** An embedding model as settings and artifacts name it: "openai/text-embedding-3-small@512". */
export const embeddingModelSchema = z
  .string()
  .max(200)
  .regex(SHAPE, 'source/model@dimensions such as "openai/text-embedding-3-small@512", "bedrock/…" or "local/…"');

export interface EmbeddingModel {
  source: EmbeddingSource;
  model: string;
  dimensions: number;
}

/** The parts of a name that embeddingModelSchema accepts. @throws RangeError for any other */
export function parseEmbeddingModel(name: string): EmbeddingModel {
  const [, source, model, dimensions] = SHAPE.exec(name) ?? [];
  if (!source || !model) throw new RangeError(`"${name}" names no embedding model`);
  return { source: source as EmbeddingSource, model, dimensions: Number(dimensions) };
}
