import { type ErrorCode, SignalboxError } from "../core/errors.ts";
import type { FailureKind } from "./failure.ts";
import type { EndedCallFacts } from "./gateway.ts";

/** What a provider's failure says of itself. */
interface LastFailure extends Error {
  kind: FailureKind;
  retryAfterMs: number | null;
}

/** A call that reached no answer, or whose answer broke: the last attempt's failure, and what is known of the call. */
export class FailedCall extends SignalboxError {
  readonly kind: FailureKind;
  readonly facts: EndedCallFacts;

  constructor(failure: LastFailure, facts: EndedCallFacts) {
    const retryAfter =
      failure.retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(failure.retryAfterMs / 1000) };
    super(CODES[failure.kind], failure.message, { ...retryAfter, cause: failure });
    this.name = "FailedCall";
    this.kind = failure.kind;
    this.facts = facts;
  }
}

/** What a client may do about it: mend the request, wait, or leave it to the operator. */
const CODES: Record<FailureKind, ErrorCode> = {
  request_refused: "invalid_input",
  unsupported: "invalid_input",
  rate_limited: "rate_limited",
  no_credentials: "unavailable",
  credentials_refused: "unavailable",
  permission_missing: "unavailable",
  model_unknown: "unavailable",
  overloaded: "unavailable",
  timed_out: "unavailable",
  unreachable: "unavailable",
  broken_answer: "unavailable",
  aborted: "unavailable",
  address_refused: "unavailable",
  unexpected: "unavailable",
};
