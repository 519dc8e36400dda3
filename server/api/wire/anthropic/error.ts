import type { ErrorBody } from "#lib/contracts/error.ts";
import type { ErrorCode } from "#lib/core/errors.ts";
import { inCallersNames, type ParameterNames } from "../parameter-names.ts";

/** The `type` Anthropic's clients know, by our code. */
const TYPE: Record<ErrorCode, string> = {
  invalid_input: "invalid_request_error",
  unauthenticated: "authentication_error",
  forbidden: "permission_error",
  not_found: "not_found_error",
  conflict: "conflict_error",
  idempotency_mismatch: "invalid_request_error",
  too_large: "request_too_large",
  rate_limited: "rate_limit_error",
  over_budget: "rate_limit_error",
  unavailable: "overloaded_error",
  internal: "api_error",
};

const NAMES: ParameterNames = {
  maxTokens: "max_tokens",
  topP: "top_p",
  topK: "top_k",
  stopSequences: "stop_sequences",
  reasoningEffort: "output_config.effort",
  thinkingBudgetTokens: "thinking.budget_tokens",
};

/** A refused call as Anthropic writes it; `code` is Signalbox's own. */
export function toAnthropicError(body: ErrorBody) {
  const { code, requestId } = body;
  const { message, details } = inCallersNames(body, NAMES);
  return { type: "error", error: { type: TYPE[code], message, code, fields: details }, request_id: requestId };
}
