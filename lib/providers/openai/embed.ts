import OpenAI from "openai";
import { readEnv } from "#lib/env.ts";
import { credentialsOf } from "../credentials.ts";
import { egressFetch } from "../egress/fetch.ts";
import { type Embed, toUnitVectors } from "../embedding.ts";
import { ProviderFailure } from "../failure.ts";
import { fromOpenaiError } from "./errors.ts";

/** `POST /embeddings`, of OpenAI or of a server that speaks its language (TEXT_EMBEDDING_BASE_URL). */
export const embedOpenai: Embed = async (request) => {
  const { embedding, texts, timeoutMs, signal } = request;
  const credentials = credentialsOf("openai");
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "OpenAI needs an API key.");
  const client = new OpenAI({
    apiKey: credentials.apiKey,
    baseURL: readEnv().TEXT_EMBEDDING_BASE_URL ?? "https://api.openai.com/v1",
    organization: null,
    project: null,
    timeout: timeoutMs,
    maxRetries: 1,
    fetch: egressFetch(),
  });
  try {
    const { data } = await client.embeddings.create(
      { model: embedding.model, input: [...texts], dimensions: embedding.dimensions, encoding_format: "float" },
      { signal },
    );
    const inOrder = [...data].sort((a, b) => a.index - b.index).map((row) => row.embedding);
    return toUnitVectors(inOrder, request);
  } catch (error) {
    throw fromOpenaiError(error, embedding.model);
  }
};
