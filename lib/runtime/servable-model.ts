import type { TextMatcher } from "#lib/contracts/capability.ts";
import { MAX_ARTIFACT_BYTES, type ModelKind } from "#lib/contracts/model.ts";
import type { EmbeddedTexts } from "#lib/contracts/text-source.ts";
import { LearnedCapabilityMatcher } from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { requireTextSource } from "#lib/engines/prediction/text/text-source.ts";
import { checkArtifact } from "#lib/engines/registry/artifact.ts";
import { embeddedHere } from "./text-vectors.ts";

export interface ArtifactClaim {
  sha256: string;
  kind: ModelKind;
}

/**
 * The one gate between stored bytes and a serving model: size, SHA-256, schema, the source of its texts and finite numbers
 * are checked before parsing; the golden answers in its header are checked after. No code is ever deserialised.
 * @param embedded where its texts' vectors come from; by default what this process remembers
 * @throws Error whose message says which check refused
 */
export function openPredictor(
  bytes: Uint8Array,
  claim: ArtifactClaim,
  embedded: EmbeddedTexts | null = embeddedHere(),
): AgentPerformancePredictor {
  checkBytes(bytes, claim, embedded);
  return AgentPerformancePredictor.fromArtifact(bytes, embedded);
}

/**
 * As openPredictor, for a capability matcher.
 * @throws Error whose message says which check refused
 */
export function openMatcher(bytes: Uint8Array, claim: ArtifactClaim): TextMatcher {
  checkBytes(bytes, claim);
  return LearnedCapabilityMatcher.fromArtifact(bytes);
}

/**
 * The same gate for any kind: kinds without an engine of their own are checked as artifacts only.
 * @throws Error whose message says which check refused
 */
export function checkServable(bytes: Uint8Array, claim: ArtifactClaim): void {
  const embedded = embeddedHere();
  checkBytes(bytes, claim, embedded);
  if (claim.kind === "performance_predictor") AgentPerformancePredictor.fromArtifact(bytes, embedded);
  if (claim.kind === "capability_matcher") LearnedCapabilityMatcher.fromArtifact(bytes);
}

/**
 * What is checked before anything is made of the bytes.
 * @throws Error whose message says which check refused
 */
export function checkBytes(
  bytes: Uint8Array,
  claim: ArtifactClaim,
  embedded: EmbeddedTexts | null = embeddedHere(),
): void {
  const isPredictor = claim.kind === "performance_predictor";
  checkArtifact(bytes, {
    ...claim,
    maxBytes: MAX_ARTIFACT_BYTES,
    inspect: ({ header }) => (isPredictor ? requireTextSource(header, embedded) : undefined),
  });
}
