import { authenticateKey, hasWorked, type KeyActor } from "#lib/auth/agent-keys.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { failedKeys, keyCalls } from "./api-limits.ts";

/**
 * Whose agent key a call brings, as a bearer token or, as Anthropic's clients may send it, as x-api-key.
 * @param address of the peer, for limits on wrong keys
 * @throws SignalboxError unauthenticated, rate_limited
 */
export async function authenticateCall(headers: Pick<Headers, "get">, address: string): Promise<KeyActor> {
  const authorization = headers.get("authorization");
  const bearer = authorization?.startsWith("Bearer ") ? authorization.slice(7) : headers.get("x-api-key");
  if (!bearer) throw new SignalboxError("unauthenticated", "Send an agent key as Authorization: Bearer <key>.");
  // Somebody else's wrong keys from the same address, a proxy's or a shared machine's, must not stop a key that works.
  if (!hasWorked(bearer)) await failedKeys.requireRoom(address);
  try {
    const actor = await authenticateKey(bearer);
    await keyCalls.take(actor.id);
    return actor;
  } catch (error) {
    if (error instanceof SignalboxError && error.code === "unauthenticated") await failedKeys.take(address);
    throw error;
  }
}
