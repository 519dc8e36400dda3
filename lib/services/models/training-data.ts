import { createHash } from "node:crypto";
import { SignalboxError } from "#lib/core/errors.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { type ObservationScope, readObservations } from "#lib/store/observation.ts";
import type { ObservationRows, ObservationTable, ObservedTask } from "#lib/store/observation-table.ts";

/** Share of tasks held out where the data set does not say which. */
const HELD_OUT = 0.3;
/** More than that would make the intervals no narrower than anybody needs, and take from what is learned from. */
const MOST_HELD_OUT = { tasks: 20_000, rows: 100_000 };
/** Texts that are learned from, the latest: what words mean is clear by then, and each costs a third of a millisecond. */
const MOST_TEXTS = 100_000;
/** Where each has to be embedded elsewhere, a fifth: that takes minutes and cents, not hours and dollars. */
const MOST_EMBEDDED_TEXTS = 20_000;
const HASH_ROWS = 1_000;

/** What a fleet has to learn from. */
export interface TrainingData {
  /** Imported history first, then reported outcomes; each in a fixed order. */
  observations: ObservationTable;
  /** Runs that nobody had judged by then. */
  unjudged: ObservationTable;
  dataSha256: string;
  agents: number;
  windowFrom: string | null;
  windowTo: string | null;
}

export interface HeldOut {
  train: ObservationRows;
  test: ObservationRows;
  /** How the test rows were chosen, for people. */
  how: string;
  tasks: number;
  testSha256: string;
}

/**
 * What was observed of the fleet, as far as it is asked for.
 * @throws SignalboxError conflict when there is nothing to learn from
 */
export async function readTrainingData(
  scope: ObservationScope,
  onRows?: (done: number, total: number) => void,
): Promise<TrainingData> {
  const { judged: observations, unjudged } = await readObservations(scope, onRows);
  if (observations.length === 0) throw new SignalboxError("conflict", nothingToLearnFrom(scope));
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { atMs } of observations) {
    if (atMs === null) continue;
    fromMs = Math.min(fromMs, atMs);
    toMs = Math.max(toMs, atMs);
  }
  const instant = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);
  return {
    observations,
    unjudged,
    dataSha256: fingerprint(observations, unjudged),
    agents: observations.agents.length,
    windowFrom: instant(fromMs),
    windowTo: instant(toMs),
  };
}

function nothingToLearnFrom({ fleetName, source, types, agents, windowFrom, windowTo }: ObservationScope): string {
  const filtered = source !== "all" || types.length + agents.length > 0 || windowFrom !== null || windowTo !== null;
  return filtered
    ? `${fleetName} has no judged outcome to learn from in this window and with these filters.`
    : `${fleetName} has no judged outcome to learn from: import history or report outcomes.`;
}

/**
 * Whole tasks for measuring that the measured model never sees: the data set's own test split where it has one,
 * otherwise a seeded draw. A routed task that repeats a test task counts as that test task. The table forgets the texts
 * that are too many to learn from.
 * @param embeds the texts will be embedded: fewer can be learned from
 */
export function holdOut(observations: ObservationTable, seed: number, embeds: boolean): HeldOut {
  const mostTexts = mostTextsOf(embeds);
  const { tasks } = observations;
  if (tasks.some(({ split }) => split === "test")) {
    const marked = tasks.filter(({ split }) => split === "test");
    const unseen = new Set(marked.filter(({ text }) => text !== "").map(taskIdentity));
    const isTest = tasks.map(({ split }) => split === "test");
    const mayLearn = tasks.map((task, i) => !isTest[i] && !unseen.has(taskIdentity(task)));
    return heldOut(observations, isTest, mayLearn, mostTexts, "test split of the data set");
  }
  const rowsPerTask = Math.max(1, observations.length / tasks.length);
  const most = Math.floor(Math.min(MOST_HELD_OUT.tasks, MOST_HELD_OUT.rows / rowsPerTask));
  const share = Math.floor(tasks.length * HELD_OUT);
  const count = Math.min(share, most);
  const isTest = new Array<boolean>(tasks.length).fill(false);
  for (const task of shuffled([...tasks.keys()], seededRandom(seed)).slice(0, count)) isTest[task] = true;
  const mayLearn = isTest.map((held) => !held);
  const how = `${count < share ? count.toLocaleString("en-US") : "30% of the"} tasks, drawn by seed`;
  return heldOut(observations, isTest, mayLearn, mostTexts, how);
}

const mostTextsOf = (embeds: boolean) => (embeds ? MOST_EMBEDDED_TEXTS : MOST_TEXTS);

/** Leaves of what nobody has judged the texts that there is still room for beside the others'. */
export function limitUnjudgedTexts({ observations, unjudged }: TrainingData, embeds: boolean): void {
  unjudged.forgetTexts(Math.max(0, mostTextsOf(embeds) - observations.tasks.length), () => true);
}

function heldOut(
  observations: ObservationTable,
  isTest: readonly boolean[],
  mayLearn: readonly boolean[],
  mostTexts: number,
  how: HeldOut["how"],
): HeldOut {
  const test = observations.ofTasks((task) => isTest[task] === true);
  observations.forgetTexts(mostTexts, (task) => isTest[task] !== true);
  return {
    train: observations.ofTasks((task) => mayLearn[task] === true),
    test,
    how,
    tasks: new Set(Array.from(test, ({ taskKey }) => taskKey)).size,
    testSha256: fingerprint(test),
  };
}

function taskIdentity({ type, text }: ObservedTask): string {
  return `${type}\n${text}`;
}

/** SHA-256 over what was observed, in order; ids of rows do not count. */
function fingerprint(...parts: readonly ObservationRows[]): string {
  const hash = createHash("sha256");
  for (const observations of parts) {
    let lines: string[] = [];
    for (const { taskKey: _taskKey, ...row } of observations) {
      lines.push(JSON.stringify(row));
      if (lines.length === HASH_ROWS) {
        hash.update(`${lines.join("\n")}\n`);
        lines = [];
      }
    }
    if (lines.length > 0) hash.update(`${lines.join("\n")}\n`);
  }
  return hash.digest("hex");
}
