import { z } from "zod";
import { type EmbeddingModel, embeddingModelSchema } from "./text-source.ts";

/** The models' own sizes, of which fewer numbers may be asked for. */
const OWN_DIMENSIONS: readonly [RegExp, number][] = [
  [/^openai[:/]text-embedding-3-large$/, 3072],
  [/^openai[:/]text-embedding-(3-small|ada-002)$/, 1536],
  [/^bedrock[:/]amazon\.titan-embed-text-v2/, 1024],
  [/^bedrock[:/]amazon\.titan-embed-(text-v1|g1-text)/, 1536],
  [/^bedrock[:/]cohere\.embed-v4/, 1536],
  [/^bedrock[:/]cohere\.embed-(english|multilingual)-v3/, 1024],
];

/** What a caller asks to be embedded. */
export const createEmbeddingsSchema = z.strictObject({
  /** "openai/text-embedding-3-small", "bedrock/…", "local/<folder>"; a bare name is OpenAI's. */
  model: z.string().min(1).max(200),
  texts: z.array(z.string().min(1, "An empty text has no embedding")).min(1, "Send a text").max(2048, "2048 at most"),
  /** Null: the model's own. */
  dimensions: z.int().min(1).max(9999).nullable(),
});

export interface CreatedEmbeddings {
  callId: string;
  decisionId: string;
  /** Requests to the provider: the texts go in batches. */
  attempts: number;
  /** As asked for, with its provider: "openai/text-embedding-3-small". */
  model: string;
  vectors: Float32Array[];
  /** Null where the provider does not tell. */
  inputTokens: number | null;
  /** Null: unknown. */
  costNanoUsd: bigint | null;
}

/** The model that a name means; null when it names none. */
export function embeddingModelOf(name: string, dimensions: number | null): EmbeddingModel | null {
  const full = /^(openai|bedrock|local)[:/]/.test(name) ? name : `openai/${name}`;
  const size = dimensions ?? OWN_DIMENSIONS.find(([pattern]) => pattern.test(full))?.[1];
  const parsed = embeddingModelSchema.safeParse(size === undefined ? full : `${full.replace(/@\d+$/, "")}@${size}`);
  return parsed.success ? parsed.data : null;
}
