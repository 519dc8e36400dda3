/** What went wrong with a provider's call, to decide by. */
export type FailureKind =
  | "no_credentials"
  | "credentials_refused"
  | "permission_missing"
  | "model_unknown"
  | "request_refused"
  /** This provider, or this model, has no way to do what the request asks for. Nothing was sent. */
  | "unsupported"
  | "rate_limited"
  | "overloaded"
  | "timed_out"
  | "unreachable"
  /** Something came, but cut off, not in the provider's format, or without what was asked for. */
  | "broken_answer"
  | "aborted"
  | "address_refused"
  | "unexpected";
