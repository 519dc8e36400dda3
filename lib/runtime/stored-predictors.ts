import type { PerformancePredictor } from "#lib/contracts/prediction.ts";
import { messageOf } from "#lib/core/errors.ts";
import { db } from "#lib/store/client.ts";
import { readArtifactBytes } from "#lib/store/model.ts";
import { openPredictor } from "./servable-model.ts";

/** A window of decisions was rarely made by more versions than this. */
const MAX_OPEN = 4;

/** Opens stored predictors by the hash a decision names, and keeps the few that were used last. */
export class StoredPredictors {
  readonly #open = new Map<string, PerformancePredictor>();

  /** Null when the artifact is gone, or refused by its checks. */
  async find(sha256: string): Promise<PerformancePredictor | null> {
    const found = this.#open.get(sha256);
    if (found !== undefined) {
      this.#open.delete(sha256);
      this.#open.set(sha256, found);
      return found;
    }
    const bytes = await readArtifactBytes(db(), sha256);
    const opened = bytes && tryOpen(bytes, sha256);
    // Not remembered: it may be healed.
    if (!opened) return null;
    this.#open.set(sha256, opened);
    const oldest = this.#open.size > MAX_OPEN ? this.#open.keys().next().value : undefined;
    if (oldest !== undefined) this.#open.delete(oldest);
    return opened;
  }
}

/**
 * Opens the predictor of a version that has to be there.
 * @throws Error whose message says why it cannot be opened
 */
export async function openStored(version: number, sha256: string | undefined): Promise<PerformancePredictor> {
  const bytes = sha256 === undefined ? null : await readArtifactBytes(db(), sha256);
  if (sha256 === undefined || !bytes) throw new Error(`The artifact of v${version} is missing.`);
  try {
    return openPredictor(bytes, sha256);
  } catch (error) {
    throw new Error(`v${version} cannot be opened. ${messageOf(error)}.`, { cause: error });
  }
}

function tryOpen(bytes: Uint8Array, sha256: string): PerformancePredictor | null {
  try {
    return openPredictor(bytes, sha256);
  } catch {
    return null;
  }
}
