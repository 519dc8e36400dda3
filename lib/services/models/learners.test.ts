import { expect, it } from "vitest";
import { learnersOf } from "./learners.ts";

it("names the learners that were compared inside training, and the one that was chosen", () => {
  const candidates = [
    { learner: "table", logLossGain: 0, standardError: 0 },
    { learner: "knn", logLossGain: 0.02, standardError: 0.01 },
  ];
  const learners = learnersOf({ learner: "knn", candidates, coldStart: {} });
  expect(learners.map(({ name, chosen }) => `${name} ${chosen}`)).toEqual(["table false", "knn true"]);
  expect(learners[1]?.figures.log_loss_gain?.ci95?.[0]).toBeCloseTo(0.0004);
  expect(learnersOf({ coldStart: {} })).toEqual([]);
});
