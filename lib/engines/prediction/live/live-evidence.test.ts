import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "#lib/core/random.ts";
import { LiveEvidence } from "./live-evidence.ts";

const SETTINGS = { halfLifeOutcomes: 60, halfLifeHours: 72, driftSd: 0.35, changeThreshold: 6.5 };
const HOUR_MS = 3_600_000;

const corrected = (evidence: LiveEvidence, agentName: string, expected: number, taskType = "coding") => {
  const offset = evidence.correction(agentName, taskType)?.offsetLogit ?? 0;
  return 1 / (1 + Math.exp(-(Math.log(expected / (1 - expected)) + offset)));
};

function feed(
  evidence: LiveEvidence,
  random: Random,
  n: number,
  success: number,
  { expected = 0.9, taskType = "coding", agentName = "ada", atMs = 1, expectedSd = 0.1 } = {},
): void {
  for (let i = 0; i < n; i++) {
    evidence.observe({ agentName, taskType, expected, expectedSd, atMs: atMs + i, score: random() < success ? 1 : 0 });
  }
}

/** A fleet that takes the best corrected agent for every task; returns whom it chose. */
function simulate(successAt: (agent: string, task: number) => number, tasks: number, seed: number): string[] {
  const expected: Record<string, number> = { ada: 0.9, bob: 0.8, cy: 0.7 };
  const evidence = new LiveEvidence(SETTINGS);
  const random = seededRandom(seed);
  return Array.from({ length: tasks }, (_, task) => {
    const names = Object.keys(expected);
    const [chosen = ""] = names.sort(
      (a, b) => corrected(evidence, b, expected[b]!) - corrected(evidence, a, expected[a]!),
    );
    const score = random() < successAt(chosen, task) ? 1 : 0;
    const atMs = 1 + task * 60_000;
    evidence.observe({
      agentName: chosen,
      taskType: "coding",
      score,
      expected: expected[chosen]!,
      expectedSd: 0.1,
      atMs,
    });
    return chosen;
  });
}

const TRUE: Record<string, number> = { ada: 0.9, bob: 0.8, cy: 0.7 };

describe("live evidence", () => {
  it("takes the work of an agent whose success drops by half within 25 tasks, 19 times of 20", () => {
    const runs = Array.from({ length: 200 }, (_, seed) => {
      const chosen = simulate((agent, task) => TRUE[agent]! * (agent === "ada" && task >= 300 ? 0.5 : 1), 500, seed);
      const after = chosen.slice(325);
      return after.filter((name) => name === "ada").length / after.length;
    });
    expect(runs.filter((share) => share < 0.2).length / runs.length).toBeGreaterThanOrEqual(0.95);
  });

  it("does not disturb a stable fleet", () => {
    const runs = Array.from({ length: 200 }, (_, seed) => {
      const chosen = simulate((agent) => TRUE[agent]!, 1000, 1000 + seed);
      return chosen.filter((name) => name === "ada").length / chosen.length;
    });
    expect(runs.reduce((sum, share) => sum + share, 0) / runs.length).toBeGreaterThan(0.98);
  });

  it("finds a change quickly after a long good record", () => {
    const delays = Array.from({ length: 100 }, (_, seed) => {
      const evidence = new LiveEvidence(SETTINGS);
      const random = seededRandom(seed);
      feed(evidence, random, 1000, 0.9);
      for (let n = 1; ; n++) {
        feed(evidence, random, 1, 0.45, { atMs: 2000 + n });
        if (corrected(evidence, "ada", 0.9) < 0.7 || n === 100) return n;
      }
    }).sort((a, b) => a - b);
    expect(delays[50]).toBeLessThanOrEqual(20);
    expect(delays[95]).toBeLessThanOrEqual(40);
  });

  it("keeps a good prediction nearly as it is", () => {
    const evidence = new LiveEvidence(SETTINGS);
    feed(evidence, seededRandom(5), 500, 0.9);
    expect(Math.abs(corrected(evidence, "ada", 0.9) - 0.9)).toBeLessThan(0.06);
  });

  it("lets a recovered agent back", () => {
    const evidence = new LiveEvidence(SETTINGS);
    const random = seededRandom(3);
    feed(evidence, random, 60, 0.2);
    expect(corrected(evidence, "ada", 0.9)).toBeLessThan(0.5);
    feed(evidence, random, 60, 0.9, { atMs: 1000 });
    expect(corrected(evidence, "ada", 0.9)).toBeGreaterThan(0.75);
  });

  it("forgets by the hour, so that an agent nobody asks gets another chance", () => {
    const evidence = new LiveEvidence(SETTINGS);
    feed(evidence, seededRandom(3), 30, 0.2);
    expect(corrected(evidence, "ada", 0.9)).toBeLessThan(0.5);
    const { revision } = evidence;
    evidence.fadeTo(60 * 24 * HOUR_MS);
    expect(corrected(evidence, "ada", 0.9)).toBeCloseTo(0.9, 2);
    expect([...evidence.changedSince(revision)]).toEqual(["ada"]);
  });

  it("tells an agent that fails on one type from one that fails on all", () => {
    const evidence = new LiveEvidence(SETTINGS);
    const random = seededRandom(9);
    for (let i = 0; i < 40; i++) {
      feed(evidence, random, 1, 0.3, { taskType: "coding", atMs: i });
      feed(evidence, random, 1, 0.9, { taskType: "writing", atMs: i });
    }
    expect(corrected(evidence, "ada", 0.9, "coding")).toBeLessThan(0.5);
    expect(corrected(evidence, "ada", 0.9, "writing")).toBeGreaterThan(0.8);
  });

  it("lets a new agent stand on its own record at once", () => {
    const evidence = new LiveEvidence(SETTINGS);
    const random = seededRandom(4);
    feed(evidence, random, 20, 0.95, { agentName: "newcomer", expected: 0.6, expectedSd: 0.65 });
    feed(evidence, random, 20, 0.95, { agentName: "veteran", expected: 0.6, expectedSd: 0.05 });
    expect(corrected(evidence, "newcomer", 0.6)).toBeGreaterThan(corrected(evidence, "veteran", 0.6));
    expect(corrected(evidence, "newcomer", 0.6)).toBeGreaterThan(0.7);
  });

  it("says how many of the newest outcomes failed", () => {
    const evidence = new LiveEvidence(SETTINGS);
    const outcome = { agentName: "ada", taskType: "coding", expected: 0.9, expectedSd: 0.1 };
    for (let i = 0; i < 30; i++) evidence.observe({ ...outcome, score: i >= 23 ? 0 : 1, atMs: i });
    expect(evidence.correction("ada", "coding")).toMatchObject({ recentFailed: 7, recentOutcomes: 20, outcomes: 30 });
    expect(evidence.correction("bob", "coding")).toBeNull();
  });
});
