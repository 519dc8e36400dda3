import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { ProviderCredentials } from "../credentials.ts";

export interface BedrockAddress {
  region: string;
  endpoint: string;
  credentials: ProviderCredentials;
  maxAttempts: number;
  timeoutMs: number;
}

/** The SDK's client with everything given, so that it takes nothing from the environment. Destroy it after use. */
export function bedrockClient(address: BedrockAddress): BedrockRuntimeClient {
  const { region, endpoint, credentials, maxAttempts, timeoutMs } = address;
  return new BedrockRuntimeClient({
    region,
    endpoint,
    ...identity(credentials),
    maxAttempts,
    // HTTP/1.1 through a keep-alive agent: the default, HTTP/2, fails behind most gateways.
    requestHandler: new NodeHttpHandler({ requestTimeout: timeoutMs, throwOnRequestTimeout: true }),
  });
}

function identity(credentials: ProviderCredentials) {
  if (credentials.kind === "key") {
    return { token: { token: credentials.apiKey }, authSchemePreference: ["httpBearerAuth"] };
  }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } };
}
