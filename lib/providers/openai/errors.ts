import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { brokenOrUnknown, failureWithin, ProviderFailure } from "../failure.ts";
import { failureOfStatus } from "../refusal.ts";
import { retryAfterMs } from "../retry-after.ts";

/** The failure behind whatever the SDK threw. */
export function fromOpenaiError(error: unknown, model: string): ProviderFailure {
  const known = failureWithin(error);
  if (known) return known;
  if (error instanceof APIUserAbortError) return new ProviderFailure("aborted", "The call was aborted.");
  if (error instanceof APIConnectionTimeoutError) {
    return new ProviderFailure("timed_out", `OpenAI did not answer in time for ${model}.`);
  }
  if (error instanceof APIConnectionError) {
    return new ProviderFailure("unreachable", "OpenAI cannot be reached from where Signalbox runs.");
  }
  if (!(error instanceof APIError)) return brokenOrUnknown("OpenAI", error);
  const { message, headers, requestID } = error;
  return failureOfStatus({
    provider: "OpenAI",
    model,
    status: error.status ?? statusOfEvent(error.code, error.type),
    message,
    retryAfterMs: retryAfterMs(headers),
    requestId: requestID ?? null,
  });
}

/** An error inside a stream has a name in place of a status. */
export function statusOfEvent(code: string | null | undefined, type?: string | undefined): number {
  if (code === "rate_limit_exceeded" || code === "insufficient_quota") return 429;
  if (type === "invalid_request_error" || code === "invalid_prompt") return 400;
  return 500;
}
