import type { ErrorBody } from "#lib/contracts/error.ts";
import type { ErrorCode } from "#lib/core/errors.ts";
import { inCallersNames, type ParameterNames } from "../parameter-names.ts";

/** The `type` OpenAI's clients know, by our code. */
const TYPE: Record<ErrorCode, string> = {
  invalid_input: "invalid_request_error",
  unauthenticated: "authentication_error",
  forbidden: "permission_error",
  not_found: "invalid_request_error",
  conflict: "invalid_request_error",
  idempotency_mismatch: "invalid_request_error",
  too_large: "invalid_request_error",
  rate_limited: "rate_limit_error",
  over_budget: "insufficient_quota",
  unavailable: "server_error",
  internal: "server_error",
};

const NAMES: ParameterNames = {
  maxTokens: "max_tokens",
  topP: "top_p",
  topK: "top_k",
  frequencyPenalty: "frequency_penalty",
  presencePenalty: "presence_penalty",
  stopSequences: "stop",
  reasoningEffort: "reasoning_effort",
  thinkingBudgetTokens: "reasoning_effort",
  texts: "input",
};

/** A refused call as OpenAI writes it; `code` is Signalbox's own, `param` the first field that is wrong. */
export function toOpenaiError(body: ErrorBody) {
  const { code, requestId } = body;
  const { message, details } = inCallersNames(body, NAMES);
  const param = details[0]?.path || null;
  return { error: { message, type: TYPE[code], param, code, request_id: requestId } };
}
