import { BedrockRuntimeServiceException } from "@aws-sdk/client-bedrock-runtime";
import { brokenOrUnknown, type FailureFacts, failureWithin, ProviderFailure } from "../failure.ts";
import { failureOfStatus } from "../refusal.ts";
import { retryAfterMs } from "../retry-after.ts";

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
  ModelNotReadyException: 503,
  ServiceUnavailableException: 503,
  // Inside a stream, where there is no status.
  ModelStreamErrorException: 500,
  InternalServerException: 500,
};

/** What a socket says before anything of an answer came. */
const NOT_REACHED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ECONNRESET",
  "EPIPE",
]);

/** The failure behind whatever the SDK threw. AWS names its errors better than its statuses do. */
export function fromBedrockError(error: unknown, model: string): ProviderFailure {
  const known = failureWithin(error);
  if (known) return known;
  const name = error instanceof Error ? error.name : "";
  if (error instanceof BedrockRuntimeServiceException) {
    // What is thrown inside a stream has none, whatever its type says.
    const metadata: typeof error.$metadata | undefined = error.$metadata;
    const status = statusOf(name, metadata?.httpStatusCode);
    const facts = {
      status,
      retryAfterMs: retryAfterMs(headersOf(error)),
      requestId: metadata?.requestId ?? null,
    };
    if (status === 403) return accessDenied(model, error.message, facts);
    return failureOfStatus({ provider: "Bedrock", model, message: error.message, ...facts });
  }
  if (name === "AbortError") return new ProviderFailure("aborted", "The call was aborted.");
  // The SDK calls every broken line a timeout; what the socket says of it is in the code.
  const { code, $metadata } = error instanceof Error ? (error as SdkError) : {};
  // An answer had begun: what failed is reading it.
  if ($metadata?.httpStatusCode !== undefined) {
    return new ProviderFailure("broken_answer", "Bedrock's answer is cut off or not in the agreed format.");
  }
  if (code !== undefined && NOT_REACHED.has(code)) {
    return new ProviderFailure(
      "unreachable",
      "Bedrock cannot be reached from where Signalbox runs. Is the region right?",
    );
  }
  if (name === "CredentialsProviderError") {
    const sentence =
      "The AWS profile gives no credentials: is it in the files of AWS where Signalbox runs, by this name?";
    return new ProviderFailure("no_credentials", sentence);
  }
  if (name === "TimeoutError") return new ProviderFailure("timed_out", `Bedrock did not answer in time for ${model}.`);
  return brokenOrUnknown("Bedrock", error);
}

type SdkError = Error & { code?: string; $metadata?: { httpStatusCode?: number } };

function statusOf(name: string, http = 200): number {
  if (http >= 300 && http < 400) return http;
  // Inside a stream the status is that of the answer that had begun.
  return STATUS[name] ?? (http >= 400 ? http : 500);
}

function headersOf({ $response }: BedrockRuntimeServiceException) {
  return { get: (name: string) => $response?.headers[name] ?? null };
}

/** AWS says which permission is missing; that is what the person must grant. */
function accessDenied(model: string, message: string, facts: FailureFacts): ProviderFailure {
  const permission = /(?:perform|action):?\s+(bedrock:\w+)/.exec(message)?.[1] ?? "bedrock:InvokeModel";
  const sentence = `The AWS identity lacks ${permission} on ${model}, or access to the model is not switched on in this account.`;
  return new ProviderFailure("permission_missing", sentence, facts);
}
