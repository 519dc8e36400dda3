import { createHash } from "node:crypto";

const TAIL_CHARACTERS = 4;
const LONG_CHARACTERS = 20;
const FINGERPRINT_DIGITS = 12;

/** The last four characters, to tell keys apart by; nothing of a secret so short that they would be much of it. */
export function secretTail(secret: string): string {
  return secret.length >= LONG_CHARACTERS ? secret.slice(-TAIL_CHARACTERS) : "";
}

/** 48 bits of the SHA-256, to see whether two are the same; null for a secret that could be guessed from them. */
export function secretFingerprint(secret: string): string | null {
  if (secret.length < LONG_CHARACTERS) return null;
  return createHash("sha256").update(secret).digest("hex").slice(0, FINGERPRINT_DIGITS);
}
