import { describe, expect, it } from "vitest";
import type { Observation } from "#lib/contracts/prediction.ts";
import { normal, seededRandom } from "#lib/core/random.ts";
import { AgentPerformancePredictor } from "./performance-predictor.ts";

/** Three agents on each task; a hard one (standard normal) is hard for all of them to the degree given. */
function history(tasks: number, correlation: number, triedBy = 3): Observation[] {
  const random = seededRandom(11);
  return Array.from({ length: tasks }, (_, task) => {
    const difficulty = normal(random);
    return Array.from({ length: triedBy }, (_, agent): Observation => {
      const met = Math.sqrt(correlation) * difficulty + Math.sqrt(1 - correlation) * normal(random);
      return {
        ...{
          taskKey: `task ${task}`,
          agentName: `agent ${(task + agent) % 3}`,
          taskType: "code",
          source: null,
          text: "",
        },
        ...{ score: met < 0.5 ? 1 : 0, atMs: null, costNanoUsd: null, latencyMs: null, inputTokens: null },
        outputTokens: null,
      };
    });
  }).flat();
}

const found = (rows: Observation[]) => AgentPerformancePredictor.fit(rows).failureCorrelation;

describe("how failures of several agents on one task go together", () => {
  it("is learned with the rest, and kept in the artifact", () => {
    for (const correlation of [0, 0.5]) {
      const predictor = AgentPerformancePredictor.fit(history(3000, correlation));
      expect(Math.abs((predictor.failureCorrelation ?? 1) - correlation)).toBeLessThan(0.08);
      const read = AgentPerformancePredictor.fromArtifact(predictor.toArtifact());
      expect(read.failureCorrelation).toBe(predictor.failureCorrelation);
    }
  });

  it("is not known where each task was tried by one agent, or nobody knows who tried which", () => {
    expect(found(history(1000, 0.5, 1))).toBeNull();
    expect(found(history(1000, 0.5).map(({ taskKey: _taskKey, ...row }) => row))).toBeNull();
  });

  it("is not known from a handful of tasks, or where hardly anything fails", () => {
    expect(found(history(50, 0.5))).toBeNull();
    expect(found(history(200, 0.5).map((row, i) => ({ ...row, score: i % 50 === 0 ? 0 : 1 })))).toBeNull();
  });

  it("counts an agent that tries a task again once", () => {
    const again = history(1000, 0.5, 1).flatMap((row) => [row, row]);
    expect(found(again)).toBeNull();
  });
});
