import type { ModelVersionView } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import type { PerformancePredictor } from "#lib/contracts/prediction.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { calibrationOf, comparisonOf, sharesOf } from "#lib/engines/registry/gates/evidence.ts";
import type { GateFacts } from "#lib/engines/registry/gates/gate-facts.ts";
import { checkBytes, openModel } from "#lib/runtime/servable-model.ts";
import { db } from "#lib/store/client.ts";
import { listAgentNames } from "#lib/store/fleet.ts";
import { findVersion, type ModelKey, readArtifactBytes } from "#lib/store/model.ts";
import { findEvaluation } from "#lib/store/model-evaluation.ts";
import { findBusiestKey, findNewestReplay } from "#lib/store/model-evidence.ts";
import { knowsUntil, measureNow } from "./measure-now.ts";
import { modelSubject } from "./model-subject.ts";

/** How much is looked at: a return to a version that was good days ago needs a whole artifact, and it now. */
export type GateDepth = "all" | "artifact";

/**
 * Everything the gates look at. Reads much and measures in a thread of its own: call it outside of transactions.
 * @param against what production names; null: nothing
 * @throws SignalboxError not_found for a version there is not
 */
export async function collectGateFacts(
  key: ModelKey,
  version: number,
  against: number | null,
  depth: GateDepth,
): Promise<GateFacts & { sha256: string }> {
  const candidate = await requireVersion(key, version);
  const { artifact, rowsByAgent } = await openArtifact(candidate);
  const facts = {
    ...{ version, against, artifact, sha256: candidate.artifactSha256 },
    data: {
      ...{ rows: candidate.metadata.rows, called: MODEL_FAMILIES[key.kind].learnsFrom.many },
      ...{ agents: candidate.metadata.agents, rowsByAgent, flood: null },
    },
    ...{ comparison: null, calibration: null, replay: null, shares: null },
    hrefs: hrefsOf(key, version, against, null),
  };
  if (depth === "artifact") return facts;
  const production = against === null ? null : await findVersion(db(), key, against);
  const [replay, flood, measured, reports] = await Promise.all([
    findNewestReplay(db(), key, version),
    production && findBusiestKey(db(), key.name, knowsUntil(production)),
    artifact.golden === null && artifact.refused === null ? measureNow(key, candidate, production) : null,
    Promise.all([findEvaluation(db(), key, version), against === null ? null : findEvaluation(db(), key, against)]),
  ]);
  return {
    ...facts,
    data: { ...facts.data, flood },
    comparison: comparisonOf(key.kind, measured, candidate, production),
    calibration: calibrationOf(measured, candidate.metrics),
    replay: replay && { verdict: replay.report.verdict, summary: replay.report.summary, against: replay.against },
    shares:
      replay && replay.report.shares.length > 0
        ? {
            of: "by the replay",
            agents: replay.report.shares.map(({ agent, logged, candidate: after }) => ({
              agent,
              before: logged,
              after,
            })),
          }
        : sharesOf(measured, reports),
    hrefs: hrefsOf(key, version, against, replay?.id ?? null),
  };
}

async function requireVersion(key: ModelKey, version: number): Promise<ModelVersionView> {
  const found = await findVersion(db(), key, version);
  if (!found) throw new SignalboxError("not_found", `The ${modelSubject(key)} has no version ${version}.`);
  return found;
}

async function openArtifact({ kind, name, artifactSha256: sha256, sizeBytes, artifactKept }: ModelVersionView) {
  const refusal = (refused: string | null, golden: string | null) => ({
    artifact: { sizeBytes, refused, golden, loadMs: null },
    rowsByAgent: null,
  });
  let bytes: Uint8Array | null;
  try {
    bytes = await readArtifactBytes(db(), sha256);
    if (!bytes) return refusal(artifactKept ? "The artifact is missing." : "Its artifact is not kept any more.", null);
    checkBytes(bytes, { sha256, kind });
  } catch (error) {
    return refusal(`${messageOf(error)}.`, null);
  }
  try {
    const startedAt = performance.now();
    const opened = openModel(bytes, { sha256, kind });
    const artifact = { sizeBytes, refused: null, golden: null, loadMs: performance.now() - startedAt };
    return {
      artifact,
      rowsByAgent: opened?.kind === "performance_predictor" ? await rowsByAgentOf(opened.model, name) : null,
    };
  } catch (error) {
    return refusal(null, `${messageOf(error)}.`);
  }
}

/** Of the fleet's own agents: who has left does not matter any more. */
async function rowsByAgentOf(predictor: PerformancePredictor, fleetName: string) {
  const names = await listAgentNames(db(), fleetName);
  const { totalSamples } = predictor.predictColumns(names, { type: "", text: "", source: null });
  return names
    .map((agent, row) => ({ agent, rows: Math.round(totalSamples[row] ?? 0) }))
    .filter(({ rows }) => rows > 0);
}

function hrefsOf({ name, kind }: ModelKey, version: number, against: number | null, replayId: string | null) {
  const page = `/models/${encodeURIComponent(name)}/${kind}`;
  return {
    version: `${page}/versions/${version}`,
    compare: against === null ? null : `${page}/compare?old=${against}&fresh=${version}`,
    replay: replayId === null ? null : `${page}/replays/${replayId}`,
  };
}
