import { type BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { z } from "zod";
import { readEnv } from "#lib/env.ts";
import { credentialsOf } from "../credentials.ts";
import { type Embed, type EmbeddingRequest, toUnitVectors } from "../embedding.ts";
import { ProviderFailure } from "../failure.ts";
import { bedrockClient } from "./client.ts";
import { fromBedrockError } from "./errors.ts";

const titanSchema = z.object({ embedding: z.array(z.number()), inputTextTokenCount: z.int().min(0).optional() });
// Of Cohere's two answer forms the one by type appears from Embed v4 on.
const cohereSchema = z.object({
  embeddings: z.union([z.array(z.array(z.number())), z.object({ float: z.array(z.array(z.number())) })]),
});

/** It takes one text a request: one after another, a history would take hours. */
const TITAN_AT_ONCE = 8;

/** Amazon Titan (one text a request) and Cohere (a batch a request) on Bedrock, through InvokeModel. */
export const embedBedrock: Embed = async (request) => {
  const { AWS_REGION: region, TEXT_EMBEDDING_BASE_URL } = readEnv();
  if (!region) throw new ProviderFailure("request_refused", "Embeddings of Bedrock need AWS_REGION.");
  const client = bedrockClient({
    region,
    endpoint: TEXT_EMBEDDING_BASE_URL ?? `https://bedrock-runtime.${region}.amazonaws.com`,
    credentials: request.credentials ?? credentialsOf("bedrock"),
    maxAttempts: 2,
    timeoutMs: request.timeoutMs,
  });
  try {
    const { model } = request.embedding;
    const { vectors, inputTokens } = await (model.includes("cohere.") ? cohere : titan)(client, request);
    return { vectors: toUnitVectors(vectors, request), inputTokens };
  } catch (error) {
    throw fromBedrockError(error, request.embedding.model);
  } finally {
    client.destroy();
  }
};

interface Answered {
  vectors: number[][];
  inputTokens: number | null;
}

async function titan(client: BedrockRuntimeClient, request: EmbeddingRequest): Promise<Answered> {
  const { texts, embedding } = request;
  const answers: z.infer<typeof titanSchema>[] = [];
  const one = async (inputText: string) => {
    const body = { inputText, dimensions: embedding.dimensions, normalize: true };
    return titanSchema.parse(await invoke(client, request, body));
  };
  for (let from = 0; from < texts.length; from += TITAN_AT_ONCE) {
    answers.push(...(await Promise.all(texts.slice(from, from + TITAN_AT_ONCE).map(one))));
  }
  const counts = answers.map(({ inputTextTokenCount }) => inputTextTokenCount);
  return {
    vectors: answers.map((answer) => answer.embedding),
    // One unknown part makes the sum unknown.
    inputTokens: counts.reduce<number | null>(
      (sum, count) => (sum === null || count === undefined ? null : sum + count),
      0,
    ),
  };
}

/** Cohere tells its count in a header that the SDK does not pass on. */
async function cohere(client: BedrockRuntimeClient, request: EmbeddingRequest): Promise<Answered> {
  const { texts, embedding } = request;
  const sized = embedding.model.includes("embed-v4") ? { output_dimension: embedding.dimensions } : {};
  const body = { texts, input_type: "classification", truncate: "END", embedding_types: ["float"], ...sized };
  const { embeddings } = cohereSchema.parse(await invoke(client, request, body));
  return { vectors: Array.isArray(embeddings) ? embeddings : embeddings.float, inputTokens: null };
}

async function invoke(client: BedrockRuntimeClient, request: EmbeddingRequest, body: unknown): Promise<unknown> {
  const command = new InvokeModelCommand({
    modelId: request.embedding.model,
    contentType: "application/json",
    accept: "application/json",
    body: JSON.stringify(body),
  });
  const response = await client.send(command, request.signal ? { abortSignal: request.signal } : {});
  return JSON.parse(new TextDecoder().decode(response.body));
}
