import { expect, it } from "vitest";
import type { RunPattern, RunTurnView, RunView } from "#lib/contracts/team-run.ts";
import { runVerdict } from "./run-words.ts";

const turn = (step: number, from: string): RunTurnView => ({
  ...{ step, from, to: null, kind: "message", chars: 10, at: null, sincePreviousMs: null, waitMs: null },
  ...{ durationMs: null, tokens: null, success: null, decisionId: null, textKept: false },
});
const pattern = (kind: RunPattern) => ({ kind, agents: ["a", "b"], steps: [0, 1], sentence: "It did." });
const run = (more: Partial<RunView>): RunView => ({
  ...{ fleetName: "f", id: "r", taskType: "t", taskText: null, succeeded: false, cut: false, startedAt: null },
  ...{ lastAt: null, turns: [turn(0, "a"), turn(1, "b"), turn(2, "a")], agents: [], patterns: [], model: null },
  ...{ blame: null, noBlame: null, named: null, told: null, keptTexts: 0, ...more },
});
const blame = {
  agents: [{ agent: "b", probability: 0.62 }],
  steps: [{ step: 0, agent: "a", probability: 0.41, evidence: [] }],
};

it("a run opens with how it went, what it shows and who was at fault, as the best source says", () => {
  expect(runVerdict(run({ succeeded: true, turns: [turn(0, "a")] }))).toBe("1 turn of 1 agent, and it succeeded.");
  const shown = [pattern("loop"), pattern("ping_pong"), pattern("dropped_hand_off"), pattern("dropped_hand_off")];
  expect(runVerdict(run({ patterns: shown, blame }))).toBe(
    "3 turns of 2 agents, and it failed. It shows a loop, ping-pong and 2 dropped hand-offs. " +
      "b is most probably at fault (62%); the likeliest step is 0, a's (41%).",
  );
  const told = { agent: "b", step: 1 };
  expect(runVerdict(run({ told, blame }))).toMatch(/ b at step 1 was named at fault\.$/);
  const named = { agent: "a", step: null, reason: "it guessed", namedAt: "2026-11-26T10:00:00Z", namedBy: "Otto" };
  expect(runVerdict(run({ named, told, blame }))).toMatch(/ Otto found a at fault\.$/);
  expect(runVerdict(run({ succeeded: null, cut: true }))).toBe(
    "More than 3 turns of 2 agents, and nobody has said how it ended.",
  );
});
