import type { RedactionKind } from "#lib/contracts/prompt-policy.ts";

/**
 * Forms that are found by looks alone. Every repetition has a bound, so that no text takes long: the work grows with the
 * text's length times the bound.
 */
const EMAIL = /[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/g;

/** Keys that providers publish the form of, by who issues them. */
const API_KEYS: readonly RegExp[] = [
  // OpenAI, Anthropic, OpenRouter and others that follow them; Signalbox
  /\b(?:sk|rk|sbx)[-_][A-Za-z0-9_-]{16,250}/g,
  // AWS access keys, and secrets where their name stands beside them
  /\b(?:AKIA|ASIA|ABSK)[A-Za-z0-9+/=]{16,200}/g,
  /\baws_?secret_?access_?key["']?\s{0,4}[:=]\s{0,4}["']?[A-Za-z0-9/+=]{40}/gi,
  // GitHub, GitLab, npm, Hugging Face
  /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_-]{20,100})/g,
  /\b(?:npm_[A-Za-z0-9]{30,100}|hf_[A-Za-z0-9]{30,100})/g,
  // Google, Slack, Stripe's webhooks
  /\b(?:AIza[A-Za-z0-9_-]{30,60}|ya29\.[A-Za-z0-9_-]{20,400}|xox[abeprs]-[A-Za-z0-9-]{10,200}|whsec_[A-Za-z0-9+/=]{20,100})/g,
  // JSON Web Tokens, bearer headers, private keys
  /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}/g,
  /\bBearer\s{1,4}[A-Za-z0-9._~+/=-]{16,2000}/gi,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s\\:,-]{0,10000}/g,
];

/** Seven to fifteen digits (ITU-T E.164) written as telephone numbers are: with a plus, or in groups. */
const PHONES: readonly RegExp[] = [
  /(?<![\w.])\+\d(?:[ ().-]{0,2}\d){6,14}(?!\d)/g,
  /(?<![\w.])(?:\(\d{2,5}\)|0\d{1,5})[ ./-]{1,2}\d{2,8}(?:[ ./-]\d{2,8}){0,4}(?!\d)/g,
  /(?<![\w.-])\d{3}[ .-]\d{3}[ .-]\d{4}(?![\w-])/g,
];

/** The patterns of a kind; cards are checked by their digits (./card-numbers.ts). */
export function formsOf(kind: Exclude<RedactionKind, "card">): readonly RegExp[] {
  switch (kind) {
    case "email":
      return [EMAIL];
    case "api_key":
      return API_KEYS;
    case "phone":
      return PHONES;
    default:
      return kind satisfies never;
  }
}
