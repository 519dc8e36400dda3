import { z } from "zod";

/** Who can turn a text into an embedding: a provider's model, or an encoder that lies in MODELS_DIR. */
const EMBEDDING_SOURCES = ["openai", "bedrock", "local"] as const;
export type EmbeddingSource = (typeof EMBEDDING_SOURCES)[number];

/** A model that turns texts into vectors of so many numbers. */
export interface EmbeddingModel {
  source: EmbeddingSource;
  /** As the provider calls it; of a local encoder its folder in MODELS_DIR. */
  model: string;
  dimensions: number;
}

/** Longer texts are cut: the models read 8,192 tokens at most, and what a task is about stands at its beginning. */
export const MAX_EMBEDDED_CHARACTERS = 8_000;

/** Texts as an embedding model sees them. */
export interface EmbeddedTexts {
  embedding: EmbeddingModel;
  /** Of unit length; null: not known, and the text counts as absent. */
  vectorOf(text: string): Float32Array | null;
}

const SHAPE = /^(openai|bedrock|local)[:/]([A-Za-z0-9][A-Za-z0-9._:-]*?)(?:@([1-9][0-9]{0,3}))?$/;

/**
 * Dimensions where a name says none: enough for what distinguishes tasks, a third of the models' own, which they are
 * trained to be cut to (Matryoshka); of others the one size they have.
 */
const USUAL_DIMENSIONS: readonly [RegExp, number][] = [
  [/^openai:text-embedding-3-/, 512],
  [/^bedrock:amazon\.titan-embed-text-v2/, 512],
  [/^bedrock:amazon\.titan-embed-(text-v1|g1-text)/, 1536],
  [/^bedrock:cohere\.embed-v4/, 512],
  [/^bedrock:cohere\.embed-(english|multilingual)-v3/, 1024],
  [/^local:/, 384],
];

/** Its one name, in settings, artifacts and tables: "openai:text-embedding-3-small@512". */
export function embeddingName({ source, model, dimensions }: EmbeddingModel): string {
  return `${source}:${model}@${dimensions}`;
}

/** An embedding model by its name; dimensions may be left out where they are usual. */
export const embeddingModelSchema = z
  .string()
  .max(200)
  .transform((name, context): EmbeddingModel => {
    const [, source, model = "", told] = SHAPE.exec(name) ?? [];
    const known = EMBEDDING_SOURCES.find((one) => one === source);
    if (!known) {
      context.addIssue('source:model such as "openai:text-embedding-3-small", "bedrock:…" or "local:<folder>"');
      return z.NEVER;
    }
    const usual = USUAL_DIMENSIONS.find(([pattern]) => pattern.test(`${known}:${model}`))?.[1];
    const dimensions = told === undefined ? usual : Number(told);
    if (dimensions === undefined) {
      context.addIssue(`say how many dimensions: "${known}:${model}@1024"`);
      return z.NEVER;
    }
    return { source: known, model, dimensions };
  });

/** Where a model's numbers of a text come from: nowhere, n-grams (built in), or an encoder that serving must have. */
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
