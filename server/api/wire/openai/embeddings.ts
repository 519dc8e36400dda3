import type { CreateEmbeddingResponse, Embedding } from "openai/resources/embeddings";
import { z } from "zod";
import type { CreatedEmbeddings } from "#lib/contracts/embeddings.ts";
import { parseInput } from "#lib/core/parse.ts";
import { IGNORED_PARAMETERS, type ParameterRule, usedParameters } from "../parameter-rules.ts";

const EMBEDDING_PARAMETERS: Readonly<Record<string, ParameterRule>> = {
  ...IGNORED_PARAMETERS,
  model: "used",
  input: "used",
  dimensions: "used",
  encoding_format: "used",
  user: "label",
};

export const openaiEmbeddingsSchema = z.strictObject({
  model: z.string().min(1).max(200),
  input: z.union([z.string(), z.array(z.string())], "Texts: numbers of tokens differ per model and are not supported"),
  dimensions: z.int().min(1).nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
});

interface EmbeddingsAsked {
  request: { model: string; texts: string[]; dimensions: number | null };
  base64: boolean;
}

/** @throws SignalboxError invalid_input naming each field that is wrong, unknown or not supported */
export function fromEmbeddingsBody(body: unknown): EmbeddingsAsked {
  const parsed = parseInput(openaiEmbeddingsSchema, usedParameters(body, EMBEDDING_PARAMETERS));
  const { model, input, dimensions, encoding_format } = parsed;
  return {
    request: { model, texts: typeof input === "string" ? [input] : input, dimensions: dimensions ?? null },
    base64: encoding_format === "base64",
  };
}

type WireEmbeddings = Omit<CreateEmbeddingResponse, "data" | "usage"> & {
  data: (Omit<Embedding, "embedding"> & { embedding: number[] | string })[];
  usage?: CreateEmbeddingResponse.Usage;
};

/** Without usage where the provider does not tell it: nothing was not read. */
export function toEmbeddingsWire({ model, vectors, inputTokens }: CreatedEmbeddings, base64: boolean): WireEmbeddings {
  return {
    object: "list",
    model,
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: base64 ? littleEndian(vector) : [...vector],
    })),
    ...(inputTokens !== null && { usage: { prompt_tokens: inputTokens, total_tokens: inputTokens } }),
  };
}

/** OpenAI's SDKs ask for numbers so: a third of the bytes of decimals, and read without parsing. */
function littleEndian(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [i, value] of vector.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes.toString("base64");
}
