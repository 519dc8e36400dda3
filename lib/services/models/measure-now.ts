import type { ModelVersionView } from "#lib/contracts/model.ts";
import type { MeasuredNow } from "#lib/engines/registry/gates/evidence.ts";
import { openModel } from "#lib/runtime/servable-model.ts";
import { db } from "#lib/store/client.ts";
import { hasHeldOut } from "#lib/store/held-out.ts";
import { type ModelKey, readArtifactBytes } from "#lib/store/model.ts";
import type { ComparedVersion } from "./compare-held-out.ts";
import { compareInThread } from "./compare-in-thread.ts";

/** The last outcome it can have learned from. */
export function knowsUntil({ metadata, createdAt }: ModelVersionView): number {
  return Date.parse(metadata.windowTo ?? createdAt);
}

/**
 * Measures two versions on the same tasks that the candidate has not seen, in a thread of its own. Null where there are
 * none, for kinds that choose nobody, and for an artifact that cannot be opened.
 */
export async function measureNow(
  { name: fleetName, kind }: ModelKey,
  candidate: ModelVersionView,
  production: ModelVersionView | null,
): Promise<MeasuredNow | null> {
  if (kind !== "performance_predictor" || !(await canOpen(candidate))) return null;
  const servable = production && (await canOpen(production)) ? production : null;
  const sinceMs = Math.max(knowsUntil(candidate), servable ? knowsUntil(servable) : 0);
  if (!(await hasHeldOut(fleetName, sinceMs))) return null;
  return compareInThread({ fleetName, candidate: compared(candidate), production: servable && compared(servable) });
}

/** A damaged production version must not keep its successor away. */
async function canOpen({ artifactSha256: sha256, kind }: ModelVersionView): Promise<boolean> {
  try {
    const bytes = await readArtifactBytes(db(), sha256);
    if (bytes) openModel(bytes, { sha256, kind });
    return bytes !== null;
  } catch {
    return false;
  }
}

function compared(version: ModelVersionView): ComparedVersion {
  const { split, heldOut } = version.metadata.parameters;
  return {
    version: version.version,
    sha256: version.artifactSha256,
    knowsUntilMs: knowsUntil(version),
    keptFromTestSplit: split === "train" && heldOut === "test split of the data set",
  };
}
