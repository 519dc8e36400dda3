import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type ReplayView, startReplaySchema } from "#lib/contracts/replay.ts";
import type { Clock } from "#lib/core/clock.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { replicaId } from "#lib/runtime/models.ts";
import { keepUnderWay } from "#lib/runtime/replays-under-way.ts";
import { modelEntityId, modelSubject } from "#lib/services/models/model-subject.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { findAlias, findVersion } from "#lib/store/model.ts";
import { endReplay, findReplay, insertReplay } from "#lib/store/replay.ts";
import { replayInThread } from "./replay-in-thread.ts";
import type { ReplayOrder } from "./run-replay.ts";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;

/**
 * Makes past decisions of the fleet again with a version, in the background, to see which would have gone elsewhere and
 * what that would have done to success, cost and time. Nothing is decided and no alias moves.
 * @returns the replay as it begins; its page and `awaitReplay` say how it ends
 * @throws SignalboxError not_found; invalid_input for a kind that decides nothing or an empty window; conflict when the
 *   version's artifact is not kept any more
 */
export async function startReplay({ ctx, input }: ServiceCall): Promise<ReplayView> {
  requireScope(ctx, "model:write");
  const { name, kind, version, windowFrom, windowTo, maxDecisions } = parseInput(startReplaySchema, input);
  if (kind !== "performance_predictor") {
    throw new SignalboxError("invalid_input", "Only performance predictors can be replayed.");
  }
  const key = { name, kind };
  const found = await findVersion(db(), key, version);
  if (!found) throw new SignalboxError("not_found", `The ${modelSubject(key)} has no version ${version}.`);
  if (!found.artifactKept) throw new SignalboxError("conflict", `The artifact of v${version} is not kept any more.`);
  const atMs = ctx.clock.nowMs();
  const toMs = windowTo === null ? atMs : Date.parse(windowTo);
  const fromMs = windowFrom === null ? Math.max(0, toMs - DEFAULT_DAYS * DAY_MS) : Date.parse(windowFrom);
  if (fromMs >= toMs) throw new SignalboxError("invalid_input", "The window ends before it begins.");
  const id = newId("rpl", atMs);
  await inTransaction(async (tx) => {
    const against = (await findAlias(tx, key, "production"))?.version ?? null;
    const [from, to] = [new Date(fromMs), new Date(toMs)];
    await insertReplay(tx, {
      ...key,
      ...{ id, version, against, atMs },
      windowFrom: from,
      windowTo: to,
      replicaId: replicaId(),
      authorName: ctx.actor.name,
    });
    await recordAudit(tx, ctx, {
      verb: "model.replay",
      entity: "model",
      entityId: modelEntityId(key),
      after: { replayId: id, version, windowFrom: from.toISOString(), windowTo: to.toISOString(), maxDecisions },
    });
  });
  const window = { fleetName: name, fromMs, toMs };
  keepUnderWay(id, run({ replayId: id, version, sha256: found.artifactSha256, window, maxDecisions }, ctx.clock));
  const started = await findReplay(db(), id);
  if (!started) throw new SignalboxError("internal", "The replay cannot be read back.");
  return started;
}

/** Never throws: what goes wrong is written to the replay. */
async function run(order: ReplayOrder, clock: Clock): Promise<void> {
  const { replayId } = order;
  try {
    const report = await replayInThread(order);
    await endReplay(db(), replayId, { report }, clock.nowMs());
  } catch (error) {
    await endReplay(db(), replayId, { error: messageOf(error) }, clock.nowMs()).catch(() => undefined);
  }
}
