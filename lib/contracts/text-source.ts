/** Who can turn a text into an embedding: a provider's model, or an encoder that lies in MODELS_DIR. */
export type EmbeddingSource = "openai" | "bedrock" | "local";

const SHAPE = /^(openai|bedrock|local)\/([A-Za-z0-9][A-Za-z0-9._:-]*)@([1-9][0-9]{0,3})$/;

/** An embedding model; its name is source/model@dimensions: "openai/text-embedding-3-small@512". */
export interface EmbeddingModel {
  source: EmbeddingSource;
  model: string;
  dimensions: number;
}

/** The parts of a name. @throws RangeError for any other */
export function parseEmbeddingModel(name: string): EmbeddingModel {
  const [, source, model, dimensions] = SHAPE.exec(name) ?? [];
  if (!source || !model) throw new RangeError(`"${name}" names no embedding model`);
  return { source: source as EmbeddingSource, model, dimensions: Number(dimensions) };
}
