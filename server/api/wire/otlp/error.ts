import type { ErrorCode } from "#lib/core/errors.ts";
import type { ErrorFormat } from "#lib/transport/wire-error.ts";

/** The codes of google.rpc.Code. */
const CODES: Record<ErrorCode, number> = {
  invalid_input: 3,
  unauthenticated: 16,
  forbidden: 7,
  not_found: 5,
  conflict: 6,
  idempotency_mismatch: 3,
  too_large: 3,
  rate_limited: 8,
  over_budget: 8,
  unavailable: 14,
  internal: 13,
};

/** A refusal as OTLP's clients read it: google.rpc.Status. */
export const toOtlpStatus: ErrorFormat = ({ code, message }) => ({ code: CODES[code], message });
