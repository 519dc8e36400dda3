import { expect, it } from "vitest";
import { db } from "./client.ts";
import { listOpenProblems, raiseProblem, resolveProblem } from "./health-problem.ts";

const KEY = { topic: "model", entityId: "one/predictor", code: "trial_unchecked" };
const open = async () => (await listOpenProblems(db())).filter(({ entityId }) => entityId === KEY.entityId);

it("is one problem however many see it at once, with the last word about it", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, i) => raiseProblem(db(), KEY, `seen by ${i}`, 1000)));
  await raiseProblem(db(), KEY, "seen later", 5000);
  expect(await open()).toMatchObject([{ message: "seen later", since: new Date(1000), lastSeenAt: new Date(5000) }]);
});

it("opens anew after it was closed, and the closed one stays as history", async () => {
  await resolveProblem(db(), KEY, 6000);
  expect(await open()).toEqual([]);
  await raiseProblem(db(), KEY, "back again", 7000);
  expect(await open()).toMatchObject([{ message: "back again", since: new Date(7000) }]);
  expect(await db().healthProblem.count({ where: { ...KEY, resolvedAt: new Date(6000) } })).toBe(1);
});
