import { withoutKnownSecrets } from "#lib/core/known-secrets.ts";
import { failureWithin } from "#lib/providers/failure.ts";

/** What came of one attempt. The sentence is written for a person and holds no secret. */
export interface SendOutcome {
  ok: boolean;
  sentence: string;
  tookMs: number;
  /** How long the receiver asks to wait; null when it does not say. */
  retryAfterMs: number | null;
  /** The receiver says that it will never take anything here again. */
  gone: boolean;
}

const LONGEST_QUOTE = 300;

/** What somebody else said, on one line, cut, and without anything this process keeps secret. */
export function quoted(text: string): string {
  const line = withoutKnownSecrets(text, "[redacted]")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}

const NETWORK_WORDS: Record<string, string> = {
  ECONNREFUSED: "Nobody listens there.",
  ECONNRESET: "The receiver ended the connection.",
  EPIPE: "The receiver ended the connection.",
  UND_ERR_SOCKET: "The receiver ended the connection.",
  ENOTFOUND: "Its name has no address.",
  EAI_AGAIN: "Its name cannot be looked up now.",
  EDNS: "Its name cannot be looked up.",
  EHOSTUNREACH: "There is no way to its address.",
  ENETUNREACH: "There is no way to its address.",
  ETIMEDOUT: "It did not answer in time.",
  UND_ERR_CONNECT_TIMEOUT: "It could not be reached in time.",
  UND_ERR_HEADERS_TIMEOUT: "It did not answer in time.",
  UND_ERR_BODY_TIMEOUT: "It did not answer in time.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is signed by itself.",
  SELF_SIGNED_CERT_IN_CHAIN: "Its certificate is signed by nobody who is trusted.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Its certificate is signed by nobody who is trusted.",
  CERT_HAS_EXPIRED: "Its certificate has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its certificate is for another name.",
};

/** Whatever was thrown on the way, in plain words. */
export function failureWords(error: unknown): string {
  const refused = failureWithin(error);
  if (refused) return quoted(refused.message);
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === "TimeoutError") return "It did not answer in time.";
    // nodemailer puts a code of its own over the one that says what happened.
    const { code = "", originalCode = code } = at as NodeJS.ErrnoException & { originalCode?: string };
    const words = NETWORK_WORDS[originalCode] ?? NETWORK_WORDS[code];
    if (words) return words;
  }
  return error instanceof Error ? quoted(error.message) : "It failed in a way Signalbox does not know.";
}
