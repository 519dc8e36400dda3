import { ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { addressFor } from "../address.ts";
import type { Complete } from "../completion.ts";
import { ProviderFailure } from "../failure.ts";
import { bedrockClient } from "./client.ts";
import { toConverseRequest } from "./convert-request.ts";
import { fromConverseResponse } from "./convert-response.ts";
import { fromBedrockError } from "./errors.ts";

export const completeBedrock: Complete = async (request) => {
  const { settings, credentials, signal } = request;
  if (!settings.region) throw new ProviderFailure("request_refused", "Bedrock needs an AWS region.");
  const client = bedrockClient({
    region: settings.region,
    endpoint: addressFor({ ...settings, credentials }),
    credentials,
    maxAttempts: settings.maxRetries + 1,
    timeoutMs: settings.timeoutMs,
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
