import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { fromIni } from "@aws-sdk/credential-provider-ini";
import type { ProviderCredentials } from "../credentials.ts";
import { egressNodeHttpHandler } from "../egress/node-http-handler.ts";

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
    requestHandler: egressNodeHttpHandler({ requestTimeout: timeoutMs, throwOnRequestTimeout: true }),
  });
}

function identity(credentials: ProviderCredentials) {
  switch (credentials.kind) {
    case "key":
      return { token: { token: credentials.apiKey }, authSchemePreference: ["httpBearerAuth"] };
    case "aws": {
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } };
    }
    case "aws_profile":
      return { credentials: fromIni({ profile: credentials.profile }) };
    default:
      return credentials satisfies never;
  }
}
