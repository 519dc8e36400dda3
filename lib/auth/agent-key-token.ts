import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** `sbx_<public id>_<256-bit secret, base64url>`; the public id is the row's id without `key_`. */
const TOKEN = /^sbx_([0-9a-hjkmnp-tv-z]{26})_([A-Za-z0-9_-]{43})$/;

/** @returns the key's row id and its secret, or null when the text has not the form of a token. */
export function splitToken(token: string): { keyId: string; secret: string } | null {
  const match = TOKEN.exec(token);
  return match?.[1] && match[2] ? { keyId: `key_${match[1]}`, secret: match[2] } : null;
}

/** A fresh secret for the row `keyId`: the token to show once, and what to store of it. */
export function makeToken(keyId: string): {
  token: string;
  secretHash: Uint8Array<ArrayBuffer>;
  secretTail: string;
} {
  const secret = randomBytes(32).toString("base64url");
  return {
    token: `sbx_${keyId.slice("key_".length)}_${secret}`,
    secretHash: hashSecret(secret),
    secretTail: secret.slice(-4),
  };
}

/** A random 256-bit secret needs no slow hash: it cannot be guessed from its SHA-256. */
export function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash("sha256", secret, "buffer"));
}

/** Compares in constant time, so that the answer's delay tells nothing of the stored hash. */
export function secretMatches(secret: string, storedHash: Uint8Array): boolean {
  const given = hashSecret(secret);
  return storedHash.length === given.length && timingSafeEqual(given, storedHash);
}
