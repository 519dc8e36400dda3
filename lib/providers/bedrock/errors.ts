import { BedrockRuntimeServiceException } from "@aws-sdk/client-bedrock-runtime";
import { failureWithin, ProviderFailure } from "../failure.ts";
import { failureOfStatus } from "../refusal.ts";

const STATUS: Record<string, number> = {
  UnrecognizedClientException: 401,
  InvalidSignatureException: 401,
  ExpiredTokenException: 401,
  IncompleteSignature: 401,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ValidationException: 400,
  ThrottlingException: 429,
  ServiceQuotaExceededException: 429,
  ModelTimeoutException: 408,
};

/** The failure behind whatever the SDK threw. AWS names its errors better than its statuses do. */
export function fromBedrockError(error: unknown, model: string): ProviderFailure {
  const known = failureWithin(error);
  if (known) return known;
  const name = error instanceof Error ? error.name : "";
  if (error instanceof BedrockRuntimeServiceException) {
    const status = STATUS[name] ?? error.$metadata.httpStatusCode ?? 500;
    if (status === 403) return accessDenied(model, error.message);
    return failureOfStatus({
      provider: "Bedrock",
      model,
      status,
      message: error.message,
      retryAfterMs: null,
      requestId: error.$metadata.requestId ?? null,
    });
  }
  if (name === "AbortError") return new ProviderFailure("aborted", "The call was aborted.");
  if (name === "TimeoutError") return new ProviderFailure("timed_out", `Bedrock did not answer in time for ${model}.`);
  return new ProviderFailure(
    "unreachable",
    "Bedrock cannot be reached from where Signalbox runs. Is the region right?",
  );
}

/** AWS says which permission is missing; that is what the person must grant. */
function accessDenied(model: string, message: string): ProviderFailure {
  const permission = /(?:perform|action):?\s+(bedrock:\w+)/.exec(message)?.[1] ?? "bedrock:InvokeModel";
  const sentence = `The AWS identity lacks ${permission} on ${model}, or access to the model is not switched on in this account.`;
  return new ProviderFailure("permission_missing", sentence, { status: 403 });
}
