import { refuseArtifact } from "../registry/artifact-header.ts";
import { BehaviorModel, type BehaviorState } from "./behavior-model.ts";
import type { TeamRun } from "./team-run.ts";
import { RUN_START } from "./transitions/transition-model.ts";

/** A question with the numbers the model answered when it was written. */
export interface BehaviorGolden {
  question: string;
  expected: number[];
}

const TOLERANCE = 1e-9;
const STRANGER = "golden: an agent nobody has seen";

/** Made up: an artifact that travels must not carry what agents said. */
const RUN: TeamRun = {
  id: "golden",
  taskType: "golden",
  taskText: "How many of the 3 bridges are open?",
  succeeded: false,
  interactions: [
    ["planner", null, "Task: how many of the 3 bridges are open? Write code to count them step by step, please."],
    ["coder", null, "Let's assume that 2 are open.\n```python\nprint(2)\n```"],
    ["terminal", null, "exitcode: 0 (execution succeeded)\nCode output: 2\n"],
    ["checker", "planner", "The result is correct and verified: 2 bridges are open. TERMINATE"],
  ].map(([from, to, text], step) => ({
    step,
    from: from ?? "",
    to: to ?? null,
    kind: "message",
    chars: text?.length ?? 0,
    atMs: null,
    text: text ?? null,
  })),
};

/** The same few questions for every model: how runs begin, its first and last agent and pair, and a made-up failed run. */
export function behaviorGolden(state: BehaviorState): BehaviorGolden[] {
  return questions(state).map(([question, answer]) => ({ question, expected: answer }));
}

/** @throws SignalboxError invalid_input when the model answers otherwise than when it was written. */
export function checkBehaviorGolden(state: BehaviorState, golden: readonly BehaviorGolden[]): void {
  const answers = new Map(questions(state));
  for (const { question, expected } of golden) {
    const actual = answers.get(question);
    const same = actual?.length === expected.length && expected.every((value, i) => close(actual[i] as number, value));
    if (!same) refuseArtifact(`it does not answer as when it was written (${question})`);
  }
}

function questions(state: BehaviorState): [string, number[]][] {
  const model = new BehaviorModel(state);
  const { agents } = state.graph;
  const ends = [...new Set([agents[0] ?? STRANGER, agents.at(-1) ?? STRANGER, STRANGER])];
  const asked: [string, number[]][] = [];
  for (const from of [RUN_START, ...ends]) {
    asked.push([`after ${JSON.stringify(from)}`, ends.map((to) => state.transitions.chance(from, to))]);
  }
  const pairs = state.pairs.success;
  for (const pair of new Set([pairs[0], pairs.at(-1)])) {
    if (!pair) continue;
    const { score, n } = model.collaborationFactor(pair.partner, pair.agent);
    asked.push([`${JSON.stringify(pair.agent)} after ${JSON.stringify(pair.partner)}`, [score, n]]);
  }
  const blamed = model.blame(RUN);
  if (blamed) asked.push(["a made-up failed run", blamed.steps.map(({ probability }) => probability)]);
  return asked;
}

function close(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
