import OpenAI from "openai";
import { addressFor } from "../address.ts";
import { ClientCache } from "../client-cache.ts";
import { egressFetch, sharedEgress } from "../egress/fetch.ts";
import { ProviderFailure } from "../failure.ts";
import { SDK_LIMIT_MS } from "../sdk-limit.ts";

/** The SDK's clients, with everything given, so that they take nothing from the environment. */
export const openaiClients = new ClientCache<OpenAI>(({ connection, timeouts }) => {
  const { credentials } = connection;
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "OpenAI needs an API key.");
  return new OpenAI({
    apiKey: credentials.apiKey,
    baseURL: addressFor({ ...connection, provider: "openai" }),
    organization: null,
    project: null,
    logLevel: "off",
    timeout: SDK_LIMIT_MS,
    maxRetries: 0,
    fetch: egressFetch(sharedEgress(timeouts.connectMs)),
  });
});
