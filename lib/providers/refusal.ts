import type { FailureKind } from "#lib/contracts/failure.ts";
import { withoutKnownSecrets } from "#lib/core/known-secrets.ts";
import { ProviderFailure } from "./failure.ts";

interface Refusal {
  provider: string;
  model: string;
  status: number;
  /** The provider's own words, shown for a wrong request alone: others may quote the key. */
  message: string;
  retryAfterMs: number | null;
  requestId: string | null;
}

/** The failure behind an HTTP status that all three providers use alike. */
export function failureOfStatus(refusal: Refusal): ProviderFailure {
  const { provider, model, status, message, retryAfterMs, requestId } = refusal;
  const fail = (kind: FailureKind, sentence: string) =>
    new ProviderFailure(kind, sentence, { status, retryAfterMs, requestId });
  if (status >= 300 && status < 400) {
    // Following it could carry the key elsewhere.
    return fail(
      "address_refused",
      `${provider} answers with a redirect, which is never followed: set its new address.`,
    );
  }
  switch (status) {
    case 401:
      return fail(
        "credentials_refused",
        `${provider} does not accept the key: check that it is whole and not revoked.`,
      );
    case 403:
      return fail("permission_missing", `The key of ${provider} may not use ${model}: grant it access to this model.`);
    case 404:
      return fail("model_unknown", `${provider} does not know ${model}, or this key may not see it.`);
    case 400:
    case 413:
    case 422:
      return fail("request_refused", `${provider} refuses the request: ${withoutSecrets(message)}`);
    case 408:
    case 504:
      return fail("timed_out", `${provider} gave up waiting for ${model}.`);
    case 429:
      return fail("rate_limited", `${provider} limits this key for now, or its credit is used up.`);
    default:
      return status >= 500
        ? fail("overloaded", `${provider} has a problem of its own (status ${status}). Try again later.`)
        : fail("unexpected", `${provider} answered with status ${status}.`);
  }
}

const SECRET = /\b(sk-[A-Za-z0-9_-]{6,}|AKIA[A-Z0-9]{8,}|ASIA[A-Z0-9]{8,}|Bearer\s+\S+)/g;
const LONGEST_QUOTE = 300;

/** Somebody else's words, short and without anything that looks like a key. */
function withoutSecrets(message: string): string {
  return withoutKnownSecrets(message, "[key]").replace(SECRET, "[key]").replace(/\s+/g, " ").slice(0, LONGEST_QUOTE);
}
