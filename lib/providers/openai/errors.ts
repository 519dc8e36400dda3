import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { failureOfStatus, failureWithin, ProviderFailure } from "../failure.ts";
import { retryAfterSeconds } from "../retry-after.ts";

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
  if (!(error instanceof APIError) || error.status === undefined) {
    return new ProviderFailure("unexpected", "The call of OpenAI failed in a way Signalbox does not know.");
  }
  const { status, message, headers } = error;
  return failureOfStatus({ provider: "OpenAI", model, status, message, retryAfterSeconds: retryAfterSeconds(headers) });
}
