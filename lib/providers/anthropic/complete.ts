import Anthropic from "@anthropic-ai/sdk";
import { addressFor } from "../address.ts";
import type { Complete } from "../completion.ts";
import { egressFetch } from "../egress/fetch.ts";
import { ProviderFailure } from "../failure.ts";
import { toAnthropicRequest } from "./convert-request.ts";
import { fromAnthropicResponse } from "./convert-response.ts";
import { fromAnthropicError } from "./errors.ts";

export const completeAnthropic: Complete = async (request) => {
  const { settings, credentials, signal } = request;
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "Anthropic needs an API key.");
  const client = new Anthropic({
    apiKey: credentials.apiKey,
    // Every part is given, so that the SDK takes nothing from the environment.
    authToken: null,
    baseURL: addressFor({ ...settings, credentials }),
    timeout: settings.timeoutMs,
    maxRetries: settings.maxRetries,
    fetch: egressFetch(),
  });
  const startedAt = performance.now();
  try {
    const response = await client.messages.create(toAnthropicRequest(request), { signal });
    return fromAnthropicResponse(response, performance.now() - startedAt);
  } catch (error) {
    throw fromAnthropicError(error, settings.model);
  }
};
