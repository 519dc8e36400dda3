import { idFloor } from "#lib/core/ids.ts";
import { type Arm, type ArmOutcome, evidenceOf, observeOutcome } from "#lib/engines/registry/canary/arms-test.ts";
import { type CanaryVerdict, judgeCanary } from "#lib/engines/registry/canary/judge-canary.ts";
import {
  countDecisions,
  countOutcome,
  type TrialStatistics,
  trialStatisticsSchema,
} from "#lib/engines/registry/canary/trial-statistics.ts";
import type { Db } from "#lib/store/client.ts";
import type { TrialRow } from "#lib/store/trial.ts";
import {
  countDecisionsByVersion,
  listOutcomesAfter,
  listRecord,
  type VersionOutcome,
} from "#lib/store/trial-outcomes.ts";

/** Outcomes get their time before they are committed: what is younger than this may still have neighbours to come. */
const SETTLED_AFTER_MS = 2_000;
const MAX_OUTCOMES = 2_000;
const IDLE_MS = 30_000;
/** Of the version before, the newest outcomes that a promotion is compared with; and how many to each new one. */
const RECORD_OUTCOMES = 4_000;
const RECORD_PER_OUTCOME = 3;

export interface Counted {
  statistics: TrialStatistics;
  verdict: CanaryVerdict;
  countedAtMs: number;
  /** False: nothing has happened since the last look. */
  changed: boolean;
}

/**
 * Counts the decisions and outcomes that have come since the last look, in the order they were reported, and judges after
 * each. Stops at a verdict: what comes later would be looked at with the answer known.
 */
export async function countTrial(tx: Db, trial: TrialRow, nowMs: number): Promise<Counted> {
  let statistics = trialStatisticsSchema.parse(trial.statistics);
  const untilMs = nowMs - SETTLED_AFTER_MS;
  const counted = await countNewDecisions(tx, trial, statistics, untilMs);
  let changed = counted !== statistics;
  statistics = counted;
  const outcomes = await listOutcomesAfter(
    tx,
    {
      ...{ fleetName: trial.name, versions: trial.mode === "watch" ? [trial.version] : [trial.version, trial.against] },
      ...{ startedAtMs: trial.startedAtMs, afterMs: trial.countedAtMs, afterId: statistics.lastOutcomeId, untilMs },
      shadowOf: trial.mode === "shadow" ? trial.id : null,
    },
    MAX_OUTCOMES,
  );
  let countedAtMs = trial.countedAtMs;
  let verdict = judge(trial, statistics, nowMs);
  const record = trial.mode === "watch" && outcomes.length > 0 ? await readRecord(tx, trial) : new Map();
  for (const outcome of outcomes) {
    if (verdict.kind !== "continue") break;
    statistics = take(trial, statistics, outcome, record);
    countedAtMs = outcome.atMs;
    verdict = judge(trial, statistics, nowMs);
    changed = true;
  }
  if (outcomes.length === 0 && untilMs - countedAtMs > IDLE_MS) {
    // Nothing until then, and nothing more to come: the next look need not go through what others have done meanwhile.
    return { statistics, verdict, countedAtMs: untilMs, changed: true };
  }
  return { statistics, verdict, countedAtMs, changed };
}

type Recorded = Map<string, VersionOutcome[]>;

function take(trial: TrialRow, before: TrialStatistics, outcome: VersionOutcome, record: Recorded): TrialStatistics {
  const statistics = { ...before, lastOutcomeId: outcome.decisionId };
  const counted = countOutcome(statistics, toArm(trial, outcome));
  switch (trial.mode) {
    case "canary":
      return { ...counted, test: observeOutcome(counted.test, toArm(trial, outcome), trial.plan) };
    case "watch":
      return compareWithRecord(trial, counted, outcome, record);
    case "shadow":
      return foretold(counted, outcome);
    default:
      return trial.mode satisfies never;
  }
}

function toArm({ version }: TrialRow, outcome: VersionOutcome): ArmOutcome {
  const arm: Arm = outcome.version === version ? "candidate" : "production";
  return { arm, success: outcome.success, costNanoUsd: outcome.costNanoUsd, durationMs: outcome.durationMs };
}

/**
 * After a promotion nothing runs beside the new version: each of its outcomes is compared with some of the record of the
 * version before, of the same type of task, each used once. A type without a record left says nothing.
 */
function compareWithRecord(
  trial: TrialRow,
  statistics: TrialStatistics,
  outcome: VersionOutcome,
  record: Recorded,
): TrialStatistics {
  const used = statistics.usedRecord[outcome.taskType] ?? 0;
  const compared = (record.get(outcome.taskType) ?? []).slice(used, used + RECORD_PER_OUTCOME);
  if (compared.length === 0) return statistics;
  const sides = [...compared.map((one) => toArm(trial, one)), toArm(trial, outcome)];
  const test = sides.reduce((so, side) => observeOutcome(so, side, trial.plan), statistics.test);
  const usedRecord = { ...statistics.usedRecord, [outcome.taskType]: used + compared.length };
  return sides.slice(0, -1).reduce(countOutcome, { ...statistics, test, usedRecord });
}

/** It lies in the past and does not change: kept from one look to the next. */
const records = new Map<string, Recorded>();
const MAX_RECORDS = 8;

async function readRecord(tx: Db, trial: TrialRow): Promise<Recorded> {
  const known = records.get(trial.id);
  if (known) return known;
  const outcomes = await listRecord(tx, trial.name, trial.against, trial.startedAtMs, RECORD_OUTCOMES);
  const record = Map.groupBy(outcomes, ({ taskType }) => taskType);
  const oldest = records.size >= MAX_RECORDS ? records.keys().next().value : undefined;
  if (oldest !== undefined) records.delete(oldest);
  records.set(trial.id, record);
  return record;
}

function foretold(statistics: TrialStatistics, outcome: VersionOutcome): TrialStatistics {
  const { predictedSuccess, shadowPredicted, success } = outcome;
  if (predictedSuccess === null || shadowPredicted === null) return statistics;
  const error = (probability: number) => (probability - (success ? 1 : 0)) ** 2;
  const { shadow } = statistics;
  return {
    ...statistics,
    shadow: {
      ...shadow,
      foretold: shadow.foretold + 1,
      candidateError: shadow.candidateError + error(shadowPredicted),
      productionError: shadow.productionError + error(predictedSuccess),
    },
  };
}

function judge({ mode, plan }: TrialRow, statistics: TrialStatistics, nowMs: number): CanaryVerdict {
  const { test, arms, shadow, endsAtMs } = statistics;
  switch (mode) {
    case "shadow":
      return {
        ...{ kind: shadow.foretold >= plan.outcomes ? "good" : "continue", evidence: evidenceOf(test, plan) },
        bound: 1 / plan.falseAlarm,
      };
    case "canary":
      return judgeCanary(test, arms.candidate.outcomes, plan);
    case "watch":
      // By the clock, not by a count.
      return judgeCanary(test, endsAtMs !== null && nowMs >= endsAtMs ? 1 : 0, { ...plan, outcomes: 1 });
    default:
      return mode satisfies never;
  }
}

async function countNewDecisions(
  tx: Db,
  trial: TrialRow,
  statistics: TrialStatistics,
  untilMs: number,
): Promise<TrialStatistics> {
  // A shadow's decisions are counted as they are scored.
  const beforeId = idFloor("dec", Math.max(0, untilMs));
  if (trial.mode === "shadow" || beforeId <= statistics.lastDecisionId) return statistics;
  const made = await countDecisionsByVersion(tx, trial.name, statistics.lastDecisionId, beforeId);
  const counts = { candidate: made.get(trial.version) ?? 0, production: made.get(trial.against) ?? 0 };
  if (counts.candidate + counts.production === 0) return statistics;
  return { ...countDecisions(statistics, counts), lastDecisionId: beforeId };
}
