import { type BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { z } from "zod";
import { defaultAddress } from "#lib/contracts/provider-address.ts";
import { readEnv } from "#lib/env.ts";
import { ClientCache } from "../client-cache.ts";
import { credentialsOf } from "../credentials.ts";
import { type Embed, type EmbeddingRequest, toUnitVectors, wholeTimeout } from "../embedding.ts";
import { ProviderFailure } from "../failure.ts";
import { bedrockClient } from "./client.ts";
import { fromBedrockError } from "./errors.ts";

const titanSchema = z.object({ embedding: z.array(z.number()), inputTextTokenCount: z.int().min(0).optional() });
// Of Cohere's two answer forms the one by type appears from Embed v4 on.
const cohereSchema = z.object({
  embeddings: z.union([z.array(z.array(z.number())), z.object({ float: z.array(z.array(z.number())) })]),
});

const FIRST_TITAN = /titan-embed-(text-v1|g1-text)/;

/** It takes one text a request: one after another, a history would take hours. */
const TITAN_AT_ONCE = 8;

const clients = new ClientCache<BedrockRuntimeClient>(({ connection, timeouts }) => {
  const { region, baseUrl, credentials } = connection;
  if (!region) throw new ProviderFailure("request_refused", "Embeddings of Bedrock need AWS_REGION.");
  const endpoint = baseUrl ?? defaultAddress({ provider: "bedrock", region });
  return bedrockClient({ region, endpoint, credentials, maxAttempts: 2, timeoutMs: timeouts.totalMs });
});

/** Amazon Titan (one text a request) and Cohere (a batch a request) on Bedrock, through InvokeModel. */
export const embedBedrock: Embed = async (request) => {
  const { AWS_REGION: region, TEXT_EMBEDDING_BASE_URL } = readEnv();
  if (!region) throw new ProviderFailure("request_refused", "Embeddings of Bedrock need AWS_REGION.");
  const credentials = request.credentials ?? credentialsOf("bedrock");
  const client = clients.for({
    connection: { credentials, baseUrl: TEXT_EMBEDDING_BASE_URL ?? null, region },
    timeouts: wholeTimeout(request.timeoutMs),
  });
  try {
    const { model } = request.embedding;
    const { vectors, inputTokens } = await (model.includes("cohere.") ? cohere : titan)(client, request);
    return { vectors: toUnitVectors(vectors, request), inputTokens };
  } catch (error) {
    throw fromBedrockError(error, request.embedding.model);
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
    // The first generation takes the text alone, and has one size.
    const body = FIRST_TITAN.test(embedding.model)
      ? { inputText }
      : { inputText, dimensions: embedding.dimensions, normalize: true };
    return titanSchema.parse((await invoke(client, request, body)).answer);
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

/** Cohere's answer has no count; Bedrock's own header has. */
async function cohere(client: BedrockRuntimeClient, request: EmbeddingRequest): Promise<Answered> {
  const { texts, embedding } = request;
  const sized = embedding.model.includes("embed-v4") ? { output_dimension: embedding.dimensions } : {};
  const body = { texts, input_type: "classification", truncate: "END", embedding_types: ["float"], ...sized };
  const { answer, inputTokens } = await invoke(client, request, body);
  const { embeddings } = cohereSchema.parse(answer);
  return { vectors: Array.isArray(embeddings) ? embeddings : embeddings.float, inputTokens };
}

async function invoke(
  client: BedrockRuntimeClient,
  request: EmbeddingRequest,
  body: unknown,
): Promise<{ answer: unknown; inputTokens: number | null }> {
  const command = new InvokeModelCommand({
    modelId: request.embedding.model,
    contentType: "application/json",
    accept: "application/json",
    body: JSON.stringify(body),
  });
  let inputTokens: number | null = null;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      inputTokens = countOf(result.response);
      return result;
    },
    // The SDK's answer leaves this header out: it is read before the answer is made.
    { step: "deserialize", name: "inputTokenCount" },
  );
  const response = await client.send(command, request.signal ? { abortSignal: request.signal } : {});
  return { answer: JSON.parse(new TextDecoder().decode(response.body)), inputTokens };
}

const headersSchema = z.object({ headers: z.object({ "x-amzn-bedrock-input-token-count": z.coerce.number().int() }) });

function countOf(response: unknown): number | null {
  return headersSchema.safeParse(response).data?.headers["x-amzn-bedrock-input-token-count"] ?? null;
}
