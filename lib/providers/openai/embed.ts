import OpenAI from "openai";
import type { EmbeddingModel } from "#lib/contracts/text-source.ts";
import { readEnv } from "#lib/env.ts";
import { ClientCache } from "../client-cache.ts";
import { credentialsOf } from "../credentials.ts";
import { egressFetch } from "../egress/fetch.ts";
import { type Embed, toUnitVectors, wholeTimeout } from "../embedding.ts";
import { ProviderFailure } from "../failure.ts";
import { fromOpenaiError } from "./errors.ts";

const clients = new ClientCache<OpenAI>(({ connection: { credentials, baseUrl }, timeouts }) => {
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "OpenAI needs an API key.");
  return new OpenAI({
    apiKey: credentials.apiKey,
    baseURL: baseUrl ?? "https://api.openai.com/v1",
    organization: null,
    project: null,
    timeout: timeouts.totalMs,
    maxRetries: 1,
    fetch: egressFetch(),
  });
});

/** `POST /embeddings`, of OpenAI or of a server that speaks its language (TEXT_EMBEDDING_BASE_URL). */
export const embedOpenai: Embed = async (request) => {
  const { embedding, texts, timeoutMs, signal } = request;
  const credentials = request.credentials ?? credentialsOf("openai");
  const client = clients.for({
    connection: { credentials, baseUrl: readEnv().TEXT_EMBEDDING_BASE_URL ?? null, region: null },
    timeouts: wholeTimeout(timeoutMs),
  });
  try {
    const { data, usage } = await client.embeddings.create(
      { model: embedding.model, input: [...texts], ...sizeOf(embedding), encoding_format: "float" },
      { signal },
    );
    const inOrder = [...data].sort((a, b) => a.index - b.index).map((row) => row.embedding);
    // Servers that only speak OpenAI's language may leave the count out.
    return { vectors: toUnitVectors(inOrder, request), inputTokens: usage?.prompt_tokens ?? null };
  } catch (error) {
    throw fromOpenaiError(error, embedding.model);
  }
};

/** The first generation has one size and refuses to be told it. */
function sizeOf({ model, dimensions }: EmbeddingModel): { dimensions?: number } {
  return model.startsWith("text-embedding-ada-") ? {} : { dimensions };
}
