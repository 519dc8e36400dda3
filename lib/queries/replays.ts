import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { CandidateRow } from "#lib/contracts/decision.ts";
import { modelKindSchema } from "#lib/contracts/model.ts";
import type { Page } from "#lib/contracts/page.ts";
import type { ReplayFlip, ReplayView } from "#lib/contracts/replay.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { decodeCandidates } from "#lib/engines/routing/explain.ts";
import { rescoredCandidates } from "#lib/engines/routing/rescored-candidates.ts";
import { DecisionReplayer } from "#lib/runtime/decision-replayer.ts";
import { endAbandonedReplays } from "#lib/runtime/replays-under-way.ts";
import { StoredPredictors } from "#lib/runtime/stored-predictors.ts";
import { db } from "#lib/store/client.ts";
import { readWindowDecisions } from "#lib/store/decision-window.ts";
import { findVersion } from "#lib/store/model.ts";
import { findFlip, findReplay, listFlips, listReplays as readReplays } from "#lib/store/replay.ts";

const place = z.string().refine(isId, "Not a place in this list").nullish();
const idSchema = z.string().max(64);

const listSchema = z.strictObject({
  name: nameSchema.optional(),
  kind: modelKindSchema.optional(),
  version: z.int().min(1).optional(),
  cursor: place,
  limit: z.int().min(1).max(200).default(20),
});

/** Replays with their reports, newest first, as a keyset page. */
export async function listReplays({ ctx, input }: ServiceCall): Promise<Page<ReplayView>> {
  requireScope(ctx, "model:read");
  const { cursor, limit, name, kind, version } = parseInput(listSchema, input);
  const filter = { ...(name !== undefined && { name }), ...(kind !== undefined && { kind }), version };
  return readReplays(db(), filter, cursor ?? null, limit);
}

/** @throws SignalboxError not_found */
export async function readReplay({ ctx, input }: ServiceCall): Promise<ReplayView> {
  requireScope(ctx, "model:read");
  const { id } = parseInput(z.strictObject({ id: idSchema }), input);
  const replay = await requireReplay(id);
  // Somebody waits for it: of a process that is gone they would wait for ever.
  if (replay.state !== "running" || (await endAbandonedReplays()).length === 0) return replay;
  return requireReplay(id);
}

const flipsSchema = z.strictObject({
  replayId: idSchema,
  cursor: place,
  limit: z.int().min(1).max(1000).default(50),
});

/** Decisions the version would have made otherwise, newest first, as a keyset page. @throws SignalboxError not_found */
export async function listReplayFlips({ ctx, input }: ServiceCall): Promise<Page<ReplayFlip>> {
  requireScope(ctx, "model:read");
  const { replayId, cursor, limit } = parseInput(flipsSchema, input);
  await requireReplay(replayId);
  return listFlips(db(), replayId, cursor ?? null, limit);
}

/** One flip, side by side. */
export interface FlipView {
  replay: ReplayView;
  flip: ReplayFlip;
  /** The candidates as they were judged, and as the version would have judged them, best first. */
  before: CandidateRow[];
  after: CandidateRow[];
}

/**
 * @throws SignalboxError not_found; conflict when the decision cannot be made again any more, because a version's
 *   artifact is gone
 */
export async function readReplayFlip({ ctx, input }: ServiceCall): Promise<FlipView> {
  requireScope(ctx, "model:read");
  const { replayId, decisionId } = parseInput(z.strictObject({ replayId: idSchema, decisionId: idSchema }), input);
  const replay = await requireReplay(replayId);
  const [flip, decisions, version] = await Promise.all([
    findFlip(db(), replayId, decisionId),
    readWindowDecisions([decisionId]),
    findVersion(db(), { name: replay.name, kind: "performance_predictor" }, replay.version),
  ]);
  const [decision] = decisions;
  if (!flip || !decision || !version) {
    throw new SignalboxError("not_found", `Decision "${decisionId}" is no flip of this replay.`);
  }
  const predictor = await new StoredPredictors().find(version.artifactSha256);
  if (!predictor) throw new SignalboxError("conflict", `The artifact of v${replay.version} is not kept any more.`);
  const result = await new DecisionReplayer(predictor, replay.name).replay(decision);
  if (result.kind === "skipped") throw new SignalboxError("conflict", `${result.reason}.`);
  const before = decodeCandidates(decision.candidates);
  return { replay, flip, before, after: decodeCandidates(rescoredCandidates(result.stored, result.rescored)) };
}

async function requireReplay(id: string): Promise<ReplayView> {
  const found = await findReplay(db(), id);
  if (!found) throw new SignalboxError("not_found", `There is no replay "${id}".`);
  return found;
}
