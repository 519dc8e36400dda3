import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { addressFor } from "../address.ts";
import type { Complete } from "../completion.ts";
import type { ProviderCredentials } from "../credentials.ts";
import { ProviderFailure } from "../failure.ts";
import { toConverseRequest } from "./convert-request.ts";
import { fromConverseResponse } from "./convert-response.ts";
import { fromBedrockError } from "./errors.ts";

export const completeBedrock: Complete = async (request) => {
  const { settings, credentials, signal } = request;
  if (!settings.region) throw new ProviderFailure("request_refused", "Bedrock needs an AWS region.");
  const client = new BedrockRuntimeClient({
    region: settings.region,
    // Given even when it is AWS's own, so that the SDK takes none from the environment.
    endpoint: addressFor(settings),
    ...identity(credentials),
    maxAttempts: settings.maxRetries + 1,
    // HTTP/1.1 through a keep-alive agent: the default, HTTP/2, fails behind most gateways.
    requestHandler: new NodeHttpHandler({ requestTimeout: settings.timeoutMs, throwOnRequestTimeout: true }),
  });
  const startedAt = performance.now();
  try {
    const command = new ConverseCommand(toConverseRequest(request));
    const response = await client.send(command, signal ? { abortSignal: signal } : {});
    return fromConverseResponse(response, settings.model, performance.now() - startedAt);
  } catch (error) {
    throw fromBedrockError(error, settings.model);
  } finally {
    client.destroy();
  }
};

function identity(credentials: ProviderCredentials) {
  if (credentials.kind === "key") {
    return { token: { token: credentials.apiKey }, authSchemePreference: ["httpBearerAuth"] };
  }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } };
}
