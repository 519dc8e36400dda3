import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "@anthropic-ai/sdk";
import { brokenOrUnknown, failureWithin, ProviderFailure } from "../failure.ts";
import { failureOfStatus } from "../refusal.ts";
import { retryAfterMs } from "../retry-after.ts";

/** The failure behind whatever the SDK threw. */
export function fromAnthropicError(error: unknown, model: string): ProviderFailure {
  const known = failureWithin(error);
  if (known) return known;
  if (error instanceof APIUserAbortError) return new ProviderFailure("aborted", "The call was aborted.");
  if (error instanceof APIConnectionTimeoutError) {
    return new ProviderFailure("timed_out", `Anthropic did not answer in time for ${model}.`);
  }
  if (error instanceof APIConnectionError) {
    return new ProviderFailure("unreachable", "Anthropic cannot be reached from where Signalbox runs.");
  }
  if (!(error instanceof APIError)) return brokenOrUnknown("Anthropic", error);
  const { message, headers, requestID } = error;
  return failureOfStatus({
    provider: "Anthropic",
    model,
    status: error.status ?? statusOfEvent(error.type),
    message,
    retryAfterMs: retryAfterMs(headers),
    requestId: requestID ?? null,
  });
}

/** An error inside a stream has a name in place of a status. */
function statusOfEvent(type: string | null): number {
  switch (type) {
    case "rate_limit_error":
      return 429;
    case "invalid_request_error":
      return 400;
    case "authentication_error":
      return 401;
    case "permission_error":
      return 403;
    case "not_found_error":
      return 404;
    case "timeout_error":
      return 504;
    default:
      return 529;
  }
}
