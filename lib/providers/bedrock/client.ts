import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { fromIni } from "@aws-sdk/credential-provider-ini";
import { addressFor } from "../address.ts";
import { ClientCache } from "../client-cache.ts";
import type { ProviderCredentials } from "../credentials.ts";
import { egressNodeHttpHandler } from "../egress/node-http-handler.ts";
import { ProviderFailure } from "../failure.ts";
import { SDK_LIMIT_MS } from "../sdk-limit.ts";

interface BedrockAddress {
  region: string;
  endpoint: string;
  credentials: ProviderCredentials;
  maxAttempts: number;
  timeoutMs: number;
  connectMs?: number;
}

/** Clients for chats. */
export const bedrockClients = new ClientCache<BedrockRuntimeClient>(({ connection, timeouts }) => {
  const { region, credentials } = connection;
  if (!region) throw new ProviderFailure("request_refused", "Bedrock needs an AWS region.");
  return bedrockClient({
    region,
    endpoint: addressFor({ ...connection, provider: "bedrock" }),
    credentials,
    maxAttempts: 1,
    timeoutMs: SDK_LIMIT_MS,
    connectMs: timeouts.connectMs,
  });
});

/** The SDK's client with everything given, so that it takes nothing from the environment. */
export function bedrockClient(address: BedrockAddress): BedrockRuntimeClient {
  const { region, endpoint, credentials, maxAttempts, timeoutMs, connectMs } = address;
  return new BedrockRuntimeClient({
    region,
    endpoint,
    ...identity(credentials),
    maxAttempts,
    requestHandler: egressNodeHttpHandler({
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      ...(connectMs !== undefined && { connectionTimeout: connectMs }),
    }),
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
