import Anthropic from "@anthropic-ai/sdk";
import { addressFor } from "../address.ts";
import { ClientCache } from "../client-cache.ts";
import { egressFetch, sharedEgress } from "../egress/fetch.ts";
import { ProviderFailure } from "../failure.ts";
import { SDK_LIMIT_MS } from "../sdk-limit.ts";

/** The SDK's clients, with everything given, so that they take nothing from the environment. */
export const anthropicClients = new ClientCache<Anthropic>(({ connection, timeouts }) => {
  const { credentials } = connection;
  if (credentials.kind !== "key") throw new ProviderFailure("no_credentials", "Anthropic needs an API key.");
  return new Anthropic({
    apiKey: credentials.apiKey,
    authToken: null,
    baseURL: addressFor({ ...connection, provider: "anthropic" }),
    logLevel: "off",
    openTelemetry: false,
    timeout: SDK_LIMIT_MS,
    maxRetries: 0,
    fetch: egressFetch(sharedEgress(timeouts.connectMs)),
  });
});
