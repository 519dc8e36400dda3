import { createHash } from "node:crypto";
import type { TrainingRequest } from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { BehaviorHistory } from "#lib/engines/behavior/behavior-history.ts";
import { teamRows } from "#lib/engines/behavior/collaboration/team-rows.ts";
import type { KnownFault, TeamRun } from "#lib/engines/behavior/team-run.ts";
import { type HandOverOutcome, readHandOverOutcomes } from "#lib/store/hand-over-outcomes.ts";
import { readTeamRuns, type StoredTeamRun } from "#lib/store/interaction-reading.ts";

const DAY_MS = 86_400_000;
/** Agents of half a year ago were others. */
const WINDOW_MS = 180 * DAY_MS;

/** What to learn from; see TrainingRequest. What came after `untilMs` does not count. */
export interface BehaviorOrder {
  request: Pick<TrainingRequest, "fleetName" | "source" | "windowFrom" | "windowTo" | "types" | "agents" | "seed">;
  untilMs: number;
}

/** What a fleet has to learn from. */
export interface BehaviorData {
  history: BehaviorHistory;
  dataSha256: string;
  fromMs: number;
  toMs: number;
}

/**
 * The fleet's runs and what became of tasks that one agent handed to another. Runs go by their content instead of their
 * ids, which are drawn: the same events give the same model.
 * @throws SignalboxError conflict when nobody has handed anything to anybody
 */
export async function readBehaviorData({ request, untilMs }: BehaviorOrder): Promise<BehaviorData> {
  const { fleetName, source, types, agents, windowFrom, windowTo } = request;
  const toMs = Math.min(untilMs, windowTo === null ? untilMs : Date.parse(windowTo));
  const fromMs = windowFrom === null ? toMs - WINDOW_MS : Date.parse(windowFrom);
  const keyed: { key: string; run: StoredTeamRun }[] = [];
  await readTeamRuns({ fleetName, fromMs, untilMs: toMs, source }, (run) => {
    if (types.length > 0 && !types.includes(run.taskType)) return;
    const kept = withoutNeedlessTexts(run);
    keyed.push({ key: JSON.stringify({ ...kept, id: "" }), run: kept });
  });
  if (keyed.length === 0) {
    const why = "report interactions, or name the parent's decision when tasks are routed";
    throw new SignalboxError("conflict", `Nobody in ${fleetName} has handed anything to anybody yet: ${why}.`);
  }
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const hash = createHash("sha256");
  for (const { key } of keyed) hash.update(key).update("\n");
  const pairs: PairRows = { success: [], log_cost: [], log_duration: [] };
  if (source !== "imported") {
    await readHandOverOutcomes({ fleetName, types, agents, fromMs, untilMs: toMs }, (outcome) => {
      hash.update(JSON.stringify(outcome)).update("\n");
      addRows(pairs, outcome);
    });
  }
  const runs = keyed.map(({ run }, at): TeamRun => ({ ...run, id: `run ${at}` }));
  const faults = new Map(
    keyed.flatMap(({ run }, at): [string, KnownFault][] => (run.fault ? [[`run ${at}`, run.fault]] : [])),
  );
  return { history: { runs, faults, pairs, teams: teamRows(runs) }, dataSha256: hash.digest("hex"), fromMs, toMs };
}

/** Texts are read to find out whose fault a failure was, and for nothing else; a year of them would not fit into memory. */
function withoutNeedlessTexts(run: StoredTeamRun): StoredTeamRun {
  if (run.fault !== null) return run;
  return { ...run, taskText: null, interactions: run.interactions.map((turn) => ({ ...turn, text: null })) };
}

type PairRows = { [Measure in keyof BehaviorHistory["pairs"]]: BehaviorHistory["pairs"][Measure][number][] };

function addRows(pairs: PairRows, outcome: HandOverOutcome): void {
  const { agent, partner, predictedSuccess, success } = outcome;
  const row = { agent, partner };
  pairs.success.push({ ...row, actual: Number(success), expected: predictedSuccess });
  const add = (measure: "log_cost" | "log_duration", actual: number | null, expected: number | null) => {
    // Free work has no logarithm, and what nobody knows is no number.
    if (!actual || !expected || actual <= 0 || expected <= 0) return;
    pairs[measure].push({ ...row, actual: Math.log(actual), expected: Math.log(expected) });
  };
  add("log_cost", outcome.costNanoUsd, outcome.expectedNanoUsd);
  add("log_duration", outcome.durationMs, outcome.expectedMs);
}
