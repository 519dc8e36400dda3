import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/**
 * The header `webhook-signature` of the Standard Webhooks specification: "v1," and the base64 HMAC-SHA256 over
 * "id.timestamp.body", for each secret one, separated by blanks. While a secret is replaced there are two, and a receiver
 * takes either.
 * @param secrets "whsec_" and base64 each
 * @param timestampSeconds of the attempt, so that a receiver can refuse what was recorded long ago
 */
export function webhookSignature(
  secrets: readonly string[],
  { id, timestampSeconds, body }: { id: string; timestampSeconds: number; body: string },
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");
      return `v1,${createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`).digest("base64")}`;
    })
    .join(" ");
}
