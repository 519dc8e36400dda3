import type { ReplayFlip, ReplayReport } from "#lib/contracts/replay.ts";
import { flipSide } from "#lib/engines/registry/replay/flip.ts";
import { ReplayCollector } from "#lib/engines/registry/replay/replay-collector.ts";
import { reachableRows } from "#lib/engines/routing/stored-candidates.ts";
import { refreshConfigurations } from "#lib/runtime/configurations.ts";
import { DecisionReplayer, type Replayed } from "#lib/runtime/decision-replayer.ts";
import { openStored } from "#lib/runtime/stored-predictors.ts";
import { embedDecisions } from "#lib/services/text/embed-decisions.ts";
import { db } from "#lib/store/client.ts";
import { countWindow, type DecisionWindow, readWindow, type WindowDecision } from "#lib/store/decision-window.ts";
import { insertFlips, setReplayProgress } from "#lib/store/replay.ts";

/** What the replay's thread is given. */
export interface ReplayOrder {
  replayId: string;
  version: number;
  sha256: string;
  window: DecisionWindow;
  maxDecisions: number;
}

/**
 * Makes the decisions of a window again, writes its flips and progress as it goes, and reports. Runs in a thread of its
 * own, with connections of its own.
 * @throws Error when the version's artifact is missing or refused, or the texts it reads cannot be embedded
 */
export async function runReplay({
  replayId,
  version,
  sha256,
  window,
  maxDecisions,
}: ReplayOrder): Promise<ReplayReport> {
  await refreshConfigurations();
  const predictor = await openStored(version, sha256);
  const replayer = new DecisionReplayer(predictor, window.fleetName);
  const collector = new ReplayCollector();
  const total = await countWindow(window, maxDecisions);
  let done = 0;
  for await (const page of readWindow(window, maxDecisions)) {
    await embedDecisions(replayer, page);
    const flips: ReplayFlip[] = [];
    for (const decision of page) {
      const flip = await replayOne(decision, replayer, collector);
      if (flip) flips.push(flip);
    }
    await insertFlips(db(), replayId, flips);
    done += page.length;
    await setReplayProgress(db(), replayId, Math.min(0.99, done / Math.max(1, total)));
  }
  return collector.report(version);
}

async function replayOne(
  decision: WindowDecision,
  replayer: DecisionReplayer,
  collector: ReplayCollector,
): Promise<ReplayFlip | null> {
  const result = await replayer.replay(decision);
  if (result.kind === "skipped") {
    collector.skip(result.reason);
    return null;
  }
  const { stored, names, rescored } = result;
  const { taskType, propensity, outcome } = decision;
  const reachable = reachableRows(stored, propensity);
  const flipped = collector.add({ taskType, names, logged: stored.chosen, propensity, reachable, rescored, outcome });
  return flipped ? toFlip(decision, result) : null;
}

function toFlip({ id, atMs, taskType, outcome }: WindowDecision, { stored, names, rescored }: Replayed): ReplayFlip {
  return {
    decisionId: id,
    at: new Date(atMs).toISOString(),
    taskType,
    from: flipSide(names, rescored, stored.chosen),
    to: flipSide(names, rescored, rescored.chosen),
    outcome: outcome && {
      success: outcome.success,
      costNanoUsd: outcome.costNanoUsd === null ? null : String(outcome.costNanoUsd),
      durationMs: outcome.durationMs,
    },
  };
}
