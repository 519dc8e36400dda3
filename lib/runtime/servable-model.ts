import type { TextMatcher } from "#lib/contracts/capability.ts";
import { MAX_ARTIFACT_BYTES, type ModelKind } from "#lib/contracts/model.ts";
import type { PerformancePredictor } from "#lib/contracts/prediction.ts";
import type { EmbeddedTexts } from "#lib/contracts/text-source.ts";
import { decodeBehavior } from "#lib/engines/behavior/behavior-artifact.ts";
import { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import { LearnedCapabilityMatcher } from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { requireTextSource } from "#lib/engines/prediction/text/text-source.ts";
import { checkArtifact } from "#lib/engines/registry/artifact.ts";
import { WorkloadModel } from "#lib/engines/workload/model/workload-model.ts";
import { embeddedHere } from "./text-vectors.ts";

interface ArtifactClaim {
  sha256: string;
  kind: ModelKind;
}

/**
 * How checked bytes become a model, by kind: a kind with an entry here is served by every process. The golden answers in
 * its header are checked on the way.
 */
const ENGINES = {
  performance_predictor: (bytes: Uint8Array, embedded: EmbeddedTexts | null): PerformancePredictor =>
    AgentPerformancePredictor.fromArtifact(bytes, embedded),
  capability_matcher: (bytes: Uint8Array): TextMatcher => LearnedCapabilityMatcher.fromArtifact(bytes),
  behavior: (bytes: Uint8Array) => new BehaviorModel(decodeBehavior(bytes)),
  workload: (bytes: Uint8Array) => WorkloadModel.fromArtifact(bytes),
} satisfies Partial<Record<ModelKind, (bytes: Uint8Array, embedded: EmbeddedTexts | null) => unknown>>;

/** Kinds that are served. */
export type ServableKind = keyof typeof ENGINES;

/** The model of a kind. */
export type ServableModel<K extends ServableKind> = ReturnType<(typeof ENGINES)[K]>;

/** A model with its kind. */
export type OpenModel = { [K in ServableKind]: { kind: K; model: ServableModel<K> } }[ServableKind];

export const isServable = (kind: ModelKind): kind is ServableKind => Object.hasOwn(ENGINES, kind);

/**
 * The one gate between stored bytes and a serving model: size, SHA-256, schema, the source of its texts and finite numbers
 * are checked before parsing; the golden answers in its header are checked after. No code is ever deserialised.
 * @param embedded where its texts' vectors come from; by default what this process remembers
 * @returns null for kinds without an engine of their own, which are checked as artifacts only
 * @throws Error whose message says which check refused
 */
export function openModel(
  bytes: Uint8Array,
  claim: ArtifactClaim,
  embedded: EmbeddedTexts | null = embeddedHere(),
): OpenModel | null {
  checkBytes(bytes, claim, embedded);
  const { kind } = claim;
  return isServable(kind) ? ({ kind, model: ENGINES[kind](bytes, embedded) } as OpenModel) : null;
}

/**
 * As openModel, where only a predictor will do.
 * @throws Error whose message says which check refused
 */
export function openPredictor(
  bytes: Uint8Array,
  sha256: string,
  embedded: EmbeddedTexts | null = embeddedHere(),
): PerformancePredictor {
  checkBytes(bytes, { sha256, kind: "performance_predictor" }, embedded);
  return ENGINES.performance_predictor(bytes, embedded);
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
