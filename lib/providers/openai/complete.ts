import OpenAI from "openai";
import { addressFor } from "../address.ts";
import type { Complete } from "../completion.ts";
import { egressFetch } from "../egress/fetch.ts";
import { ProviderFailure } from "../failure.ts";
import { toOpenaiRequest } from "./convert-request.ts";
import { fromOpenaiResponse } from "./convert-response.ts";
import { fromOpenaiError } from "./errors.ts";

export const completeOpenai: Complete = async (request) => {
  const { settings, credentials, signal } = request;
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "OpenAI needs an API key.");
  const client = new OpenAI({
    apiKey: credentials.apiKey,
    // Every part is given, so that the SDK takes nothing from the environment.
    baseURL: addressFor({ ...settings, credentials }),
    organization: null,
    project: null,
    timeout: settings.timeoutMs,
    maxRetries: settings.maxRetries,
    fetch: egressFetch(),
  });
  const startedAt = performance.now();
  try {
    const response = await client.chat.completions.create(toOpenaiRequest(request), { signal });
    return fromOpenaiResponse(response, performance.now() - startedAt);
  } catch (error) {
    throw fromOpenaiError(error, settings.model);
  }
};
