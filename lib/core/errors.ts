/** The closed set of error codes; `lib/transport` maps each to one HTTP status. */
export const ERROR_CODES = [
  "invalid_input",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "idempotency_mismatch",
  "too_large",
  "rate_limited",
  "over_budget",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One offending field: where it is and what to do about it. */
export interface ErrorDetail {
  path: string;
  message: string;
}

interface ErrorOptionsExtra {
  details?: ErrorDetail[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The only error whose message may reach a client: its sentence is written for the person who must act. */
export class SignalboxError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetail[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, extra: ErrorOptionsExtra = {}) {
    // An error without a cause says none: Node would print `[cause]: undefined` under the sentence.
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = "SignalboxError";
    this.code = code;
    this.details = extra.details ?? [];
    this.retryAfterSeconds = extra.retryAfterSeconds;
  }
}

/** The sentence of any thrown value, for logs and for wrapping; never sent to a client as it is. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
