import { createHash } from "node:crypto";
import { SignalboxError } from "#lib/core/errors.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { readDecisionObservations, readHistoryObservations, type TaskObservation } from "#lib/store/observation.ts";

/** Share of tasks held out where the data set does not say which. */
const HELD_OUT = 0.3;

/** What a fleet has to learn from. */
export interface TrainingData {
  /** Imported history first, then reported outcomes; each in a fixed order. */
  observations: TaskObservation[];
  dataSha256: string;
  agents: number;
  windowFrom: string | null;
  windowTo: string | null;
}

export interface HeldOut {
  train: TaskObservation[];
  test: TaskObservation[];
  /** How the test rows were chosen, for people. */
  how: "test split of the data set" | "30% of the tasks, drawn by seed";
  testSha256: string;
}

/**
 * Everything observed of the fleet until now.
 * @throws SignalboxError conflict when there is nothing to learn from
 */
export async function readTrainingData(fleetName: string, untilMs: number): Promise<TrainingData> {
  const [history, decisions] = await Promise.all([
    readHistoryObservations(fleetName),
    readDecisionObservations(fleetName, untilMs),
  ]);
  const observations = [...history, ...decisions];
  if (observations.length === 0) {
    throw new SignalboxError(
      "conflict",
      `${fleetName} has no outcome to learn from: import history or report outcomes.`,
    );
  }
  const at = (observation: TaskObservation | undefined) =>
    observation?.atMs == null ? null : new Date(observation.atMs).toISOString();
  return {
    observations,
    dataSha256: fingerprint(observations),
    agents: new Set(observations.map(({ agentName }) => agentName)).size,
    windowFrom: at(decisions[0]),
    windowTo: at(decisions.at(-1)),
  };
}

/**
 * Whole tasks for measuring that the measured model never sees: the data set's own test split where it has one,
 * otherwise a seeded draw. A routed task that repeats a test task counts as that test task.
 */
export function holdOut(observations: readonly TaskObservation[], seed: number): HeldOut {
  const marked = observations.filter(({ split }) => split === "test");
  if (marked.length > 0) {
    const unseen = new Set(marked.filter(({ text }) => text !== "").map(taskIdentity));
    const train = observations.filter((row) => row.split !== "test" && !unseen.has(taskIdentity(row)));
    return { train, test: marked, how: "test split of the data set", testSha256: fingerprint(marked) };
  }
  const tasks = [...new Set(observations.map(({ taskKey }) => taskKey))];
  const drawn = new Set(shuffled(tasks, seededRandom(seed)).slice(0, Math.floor(tasks.length * HELD_OUT)));
  const test = observations.filter(({ taskKey }) => drawn.has(taskKey));
  const train = observations.filter(({ taskKey }) => !drawn.has(taskKey));
  return { train, test, how: "30% of the tasks, drawn by seed", testSha256: fingerprint(test) };
}

function taskIdentity({ taskType, text }: TaskObservation): string {
  return `${taskType}\n${text}`;
}

/** SHA-256 over what was observed, in order; ids of rows do not count. */
function fingerprint(observations: readonly TaskObservation[]): string {
  const hash = createHash("sha256");
  for (const { taskKey: _taskKey, ...row } of observations) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest("hex");
}
