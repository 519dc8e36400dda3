import { describe, expect, it } from "vitest";
import { type CanaryPlan, canaryPlanSchema } from "#lib/contracts/model-policy.ts";
import { seededRandom } from "#lib/core/random.ts";
import { type Arm, type ArmOutcome, evidenceOf, mostSuspicious, newArmsTest, observeOutcome } from "./arms-test.ts";
import { bet, newCapital, worthOf } from "./betting.ts";
import { judgeCanary } from "./judge-canary.ts";

const PLAN = canaryPlanSchema.parse({ outcomes: 300 });

interface Level {
  success: number;
  cost: number;
  duration: number;
}

/** Outcomes of both sides in turn, until a verdict; what one side does is said by the test. */
function run(seed: number, sides: Record<Arm, Partial<Level>>, plan: CanaryPlan = PLAN) {
  const random = seededRandom(seed);
  let test = newArmsTest();
  for (let candidates = 0; ; ) {
    const arm: Arm = random() < 0.2 ? "candidate" : "production";
    const { success = 0.8, cost = 1e6, duration = 1000 } = sides[arm];
    const scatter = () => 0.5 + random();
    const outcome: ArmOutcome = {
      arm,
      success: random() < success,
      costNanoUsd: cost * scatter(),
      durationMs: duration * scatter(),
    };
    test = observeOutcome(test, outcome, plan);
    if (arm === "candidate") candidates++;
    const verdict = judgeCanary(test, candidates, plan);
    if (verdict.kind !== "continue") return { verdict, candidates };
  }
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed + 1);

describe("a canary", () => {
  it("ends well where the candidate does the same, all but a few times", () => {
    const alarms = SEEDS.filter((seed) => run(seed, { candidate: {}, production: {} }).verdict.kind === "regression");
    expect(alarms.length).toBeLessThanOrEqual(3);
  });

  it("is never alarmed by a candidate that is better, cheaper and faster", () => {
    const better = { success: 0.95, cost: 5e5, duration: 500 };
    for (const seed of SEEDS) expect(run(seed, { candidate: better, production: {} }).verdict.kind).toBe("good");
  });

  it("finds a candidate that succeeds half as often within some dozens of its outcomes, and says that it is success", () => {
    for (const seed of SEEDS) {
      const { verdict, candidates } = run(seed, { candidate: { success: 0.4 }, production: {} });
      expect(verdict).toMatchObject({ kind: "regression", cause: "success" });
      expect(candidates).toBeLessThan(100);
    }
  });

  it.each([
    ["cost", { cost: 4e6 }],
    ["duration", { duration: 4000 }],
  ] as const)("guards %s, too", (cause, candidate) => {
    for (const seed of SEEDS) {
      expect(run(seed, { candidate, production: {} }).verdict).toMatchObject({ kind: "regression", cause });
    }
  });

  it("lets a candidate be a little dearer", () => {
    const causes = SEEDS.map((seed) => run(seed, { candidate: { cost: 1.2e6 }, production: {} }).verdict);
    expect(causes.filter((verdict) => verdict.kind === "regression" && verdict.cause === "cost")).toEqual([]);
  });

  it("tolerates what its plan tolerates, and no more", () => {
    const causes = (candidate: Partial<Level>, guards: Partial<CanaryPlan>) =>
      SEEDS.map((seed) => run(seed, { candidate, production: {} }, { ...PLAN, ...guards }).verdict)
        .filter((verdict) => verdict.kind === "regression")
        .map(({ cause }) => cause);
    expect(causes({ cost: 4e6, duration: 4000 }, { maxCostRatio: null, maxDurationRatio: null }).length).toBeLessThan(
      4,
    );
    expect(causes({ cost: 4e6 }, { maxCostRatio: 8 }).filter((cause) => cause === "cost")).toEqual([]);
    expect(causes({ cost: 2.4e6 }, { maxCostRatio: 1.1, maxDurationRatio: null })).toEqual(SEEDS.map(() => "cost"));
    const losses = (maxSuccessLoss: number) => causes({ success: 0.7 }, { outcomes: 1_500, maxSuccessLoss }).length;
    expect(losses(0)).toBeGreaterThan(4 * losses(0.1));
  });

  it("begins without evidence whatever is guarded, and has all the evidence there is for what is", () => {
    for (const maxCostRatio of [1.5, null])
      for (const maxDurationRatio of [1.5, null])
        expect(evidenceOf(newArmsTest(), { ...PLAN, maxCostRatio, maxDurationRatio })).toBeCloseTo(1, 12);
  });

  it("keeps quiet through a bad hour that hits both sides", () => {
    const random = seededRandom(9);
    let test = newArmsTest();
    for (let i = 0; i < 3000; i++) {
      const badHour = i > 1000 && i < 2000;
      const success = random() < (badHour ? 0.2 : 0.9);
      const arm: Arm = random() < 0.1 ? "candidate" : "production";
      test = observeOutcome(test, { arm, success, costNanoUsd: null, durationMs: null }, PLAN);
    }
    expect(evidenceOf(test, PLAN)).toBeLessThan(5);
  });

  it("goes on in another process from what was stored", () => {
    const outcome = (arm: Arm, success: boolean): ArmOutcome => ({ arm, success, costNanoUsd: 5, durationMs: null });
    const outcomes = [outcome("production", true), outcome("production", true), outcome("candidate", false)];
    const all = outcomes.reduce((test, one) => observeOutcome(test, one, PLAN), newArmsTest());
    const stored = outcomes.reduce(
      (test, one) => observeOutcome(JSON.parse(JSON.stringify(test)), one, PLAN),
      newArmsTest(),
    );
    expect(stored).toEqual(all);
    expect(mostSuspicious(all, PLAN)).toBe("success");
  });
});

describe("a bet", () => {
  it("is a fair game where gain and loss are as likely: the capital grows past 20 in at most one of 20 games", () => {
    const random = seededRandom(4);
    let past = 0;
    for (let game = 0; game < 400; game++) {
      let capital = newCapital();
      for (let round = 0; round < 300; round++) {
        capital = bet(capital, random() < 0.5 ? 1 : -1);
        if (worthOf(capital) < 20) continue;
        past++;
        break;
      }
    }
    expect(past).toBeLessThanOrEqual(20);
  });
});
