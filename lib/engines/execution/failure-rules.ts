import type { FailureKind } from "#lib/contracts/failure.ts";

/** What follows from a kind of failure. */
export interface FailureRule {
  /** The same endpoint may answer another time. */
  retry: boolean;
  /** Another configuration may do what this one cannot. */
  fallback: boolean;
  /** It speaks against the endpoint's health: `throttled` for as long as it asks, `failed` by the breaker. */
  health: "failed" | "throttled" | "none";
  /** What the provider bills for it: nothing, or nobody can tell. */
  billed: "nothing" | "unknown";
}

/**
 * The one table of what is tried again, what goes to the next configuration, and what the client learns at once.
 * It holds before the first token; after it nothing is tried again, whatever the kind.
 *
 * | kind                | retry | fallback | health    | billed  |
 * |---------------------|-------|----------|-----------|---------|
 * | rate_limited        | yes   | yes      | throttled | nothing |
 * | overloaded          | yes   | yes      | failed    | nothing |
 * | timed_out           | no    | yes      | failed    | unknown |
 * | unreachable         | yes   | yes      | failed    | nothing |
 * | broken_answer       | yes   | yes      | failed    | unknown |
 * | unexpected          | no    | yes      | failed    | unknown |
 * | no_credentials      | no    | yes      | none      | nothing |
 * | credentials_refused | no    | yes      | failed    | nothing |
 * | permission_missing  | no    | yes      | none      | nothing |
 * | model_unknown       | no    | yes      | none      | nothing |
 * | address_refused     | no    | yes      | none      | nothing |
 * | unsupported         | no    | yes      | none      | nothing |
 * | request_refused     | no    | no       | none      | nothing |
 * | aborted             | no    | no       | none      | unknown |
 *
 * A time-out is not tried again at the same endpoint: the deadline is better spent on another one. A refused request is
 * the client's to mend: elsewhere it would be refused too, or mean something else.
 */
export const FAILURE_RULES: Record<FailureKind, FailureRule> = {
  rate_limited: { retry: true, fallback: true, health: "throttled", billed: "nothing" },
  overloaded: { retry: true, fallback: true, health: "failed", billed: "nothing" },
  timed_out: { retry: false, fallback: true, health: "failed", billed: "unknown" },
  unreachable: { retry: true, fallback: true, health: "failed", billed: "nothing" },
  broken_answer: { retry: true, fallback: true, health: "failed", billed: "unknown" },
  unexpected: { retry: false, fallback: true, health: "failed", billed: "unknown" },
  no_credentials: { retry: false, fallback: true, health: "none", billed: "nothing" },
  credentials_refused: { retry: false, fallback: true, health: "failed", billed: "nothing" },
  permission_missing: { retry: false, fallback: true, health: "none", billed: "nothing" },
  model_unknown: { retry: false, fallback: true, health: "none", billed: "nothing" },
  address_refused: { retry: false, fallback: true, health: "none", billed: "nothing" },
  unsupported: { retry: false, fallback: true, health: "none", billed: "nothing" },
  request_refused: { retry: false, fallback: false, health: "none", billed: "nothing" },
  aborted: { retry: false, fallback: false, health: "none", billed: "unknown" },
};
