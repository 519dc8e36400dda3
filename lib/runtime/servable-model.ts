import type { TextMatcher } from "#lib/contracts/capability.ts";
import { MAX_ARTIFACT_BYTES, type ModelKind } from "#lib/contracts/model.ts";
import type { PerformancePredictor } from "#lib/contracts/prediction.ts";
import { LearnedCapabilityMatcher } from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { checkArtifact } from "#lib/engines/registry/artifact.ts";

export interface ArtifactClaim {
  sha256: string;
  kind: ModelKind;
}

/**
 * The one gate between stored bytes and a serving model: size, SHA-256, schema and finite numbers are checked
 * before parsing; the golden answers in its header are checked after. No code is ever deserialised.
 * @throws Error whose message says which check refused
 */
export function openPredictor(bytes: Uint8Array, claim: ArtifactClaim): PerformancePredictor {
  checkArtifact(bytes, { ...claim, maxBytes: MAX_ARTIFACT_BYTES });
  return AgentPerformancePredictor.fromArtifact(bytes);
}

/**
 * As openPredictor, for a capability matcher.
 * @throws Error whose message says which check refused
 */
export function openMatcher(bytes: Uint8Array, claim: ArtifactClaim): TextMatcher {
  checkArtifact(bytes, { ...claim, maxBytes: MAX_ARTIFACT_BYTES });
  return LearnedCapabilityMatcher.fromArtifact(bytes);
}

/**
 * The same gate for any kind: kinds without an engine of their own are checked as artifacts only.
 * @throws Error whose message says which check refused
 */
export function checkServable(bytes: Uint8Array, { sha256, kind }: ArtifactClaim): void {
  checkArtifact(bytes, { sha256, maxBytes: MAX_ARTIFACT_BYTES, kind });
  if (kind === "performance_predictor") AgentPerformancePredictor.fromArtifact(bytes);
  if (kind === "capability_matcher") LearnedCapabilityMatcher.fromArtifact(bytes);
}
