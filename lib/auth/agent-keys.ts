import { hash } from "node:crypto";
import type { Actor } from "#lib/contracts/actor.ts";
import { type Clock, systemClock } from "#lib/core/clock.ts";
import { withDeadline } from "#lib/core/deadline.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { processState } from "#lib/core/process-state.ts";
import { registerRefresher } from "#lib/runtime/refresh.ts";
import { findAgentKey, markKeyUsed, type StoredKey } from "#lib/store/agent-key.ts";
import { db } from "#lib/store/client.ts";
import { secretMatches, splitToken } from "./agent-key-token.ts";

export type KeyActor = Extract<Actor, { kind: "key" }>;

interface Verified {
  actor: KeyActor;
  /** When the database last said that the key works. */
  verifiedAtMs: number;
  askAgainAtMs: number;
}

// Below the promised 5 s even when the notification of a revocation is lost.
const FRESH_MS = 4_000;
// Nobody can revoke a key while the database is away, so a key that worked keeps working for a while.
const DATABASE_GRACE_MS = 300_000;
// A database that hangs is as good as away.
const ASK_MS = 2_000;
// From the beginning of a question that got no answer.
const RETRY_MS = 3_000;
const USED_EVERY_MS = 60_000;
const MAX_CACHED = 20_000;

interface KeyCache {
  verified: Map<string, Verified>;
  /** Fingerprints of tokens that were right: a SHA-256, twice a call, took as long as all that is decided about it. */
  fingerprints: Map<string, string>;
  asking: Map<string, Promise<KeyActor>>;
}
const cache = () =>
  processState<KeyCache>("auth.keys", () => ({
    verified: new Map(),
    fingerprints: new Map(),
    asking: new Map(),
  }));

registerRefresher("key", "agent-keys", async () => {
  for (const entry of cache().verified.values()) entry.askAgainAtMs = 0;
});

/**
 * Who a bearer token is. A token verified less than 4 s ago costs two look-ups; a revoked one is refused
 * everywhere within 5 s, at once where the notification arrives.
 * @throws SignalboxError unauthenticated for a token that is malformed, unknown, wrong or revoked: one sentence for
 * all, so that it tells nothing; unavailable when the database cannot be asked and the key is not known to work.
 */
export function authenticateKey(bearer: string, clock: Clock = systemClock): Promise<KeyActor> {
  const fingerprint = fingerprintOf(bearer);
  const nowMs = clock.nowMs();
  const known = cache().verified.get(fingerprint);
  if (known && nowMs < known.askAgainAtMs) return Promise.resolve(known.actor);
  const running = cache().asking.get(fingerprint);
  if (running) return running;
  const asked = askDatabase(bearer, fingerprint, nowMs).finally(() => cache().asking.delete(fingerprint));
  cache().asking.set(fingerprint, asked);
  return asked;
}

/** Whether this very token was right when it was last checked here; it may have been revoked since. */
export function hasWorked(bearer: string): boolean {
  return cache().verified.has(fingerprintOf(bearer));
}

const fingerprintOf = (bearer: string) => cache().fingerprints.get(bearer) ?? hash("sha256", bearer, "base64");

async function askDatabase(bearer: string, fingerprint: string, nowMs: number): Promise<KeyActor> {
  const { verified, fingerprints } = cache();
  const parts = splitToken(bearer);
  if (!parts) throw refused();
  let row: StoredKey | null;
  try {
    row = await withDeadline(findAgentKey(db(), parts.keyId), ASK_MS, () => new Error("no answer in time"));
  } catch (cause) {
    const known = verified.get(fingerprint);
    if (known && nowMs - known.verifiedAtMs < DATABASE_GRACE_MS) {
      known.askAgainAtMs = nowMs + RETRY_MS;
      return known.actor;
    }
    throw new SignalboxError("unavailable", "The key cannot be checked: the database does not answer.", {
      retryAfterSeconds: 2,
      cause,
    });
  }
  if (!row || row.revokedAt || !secretMatches(parts.secret, row.secretHash)) {
    verified.delete(fingerprint);
    fingerprints.delete(bearer);
    throw refused();
  }
  const actor: KeyActor = {
    kind: "key",
    id: row.id,
    name: row.name,
    fleetName: row.fleetName,
    agentName: row.agentName,
  };
  if (verified.size >= MAX_CACHED) {
    verified.clear();
    fingerprints.clear();
  }
  // Counted from before the question: the answer may be older than its arrival.
  verified.set(fingerprint, { actor, verifiedAtMs: nowMs, askAgainAtMs: nowMs + FRESH_MS });
  fingerprints.set(bearer, fingerprint);
  noteUse(row, nowMs);
  return actor;
}

/** Once a minute and key, beside the request: a lost note costs only the precision of "last used". */
function noteUse(row: StoredKey, nowMs: number): void {
  if (row.lastUsedAt && nowMs - row.lastUsedAt.getTime() < USED_EVERY_MS) return;
  markKeyUsed(db(), row.id, new Date(nowMs)).catch(() => undefined);
}

function refused(): SignalboxError {
  return new SignalboxError("unauthenticated", "This agent key is not known, or it was revoked.");
}
