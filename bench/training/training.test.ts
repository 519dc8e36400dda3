import { expect, it } from "vitest";
import { measureTraining } from "./measure.ts";

it("trains in a thread without holding up the main one, to the same bytes each time", {
  timeout: 120_000,
}, async () => {
  const size = { outcomes: 4000, agents: 8, types: 3, texts: 400 };
  const first = await measureTraining(size, 1);
  const again = await measureTraining(size, 1);
  expect(again.trained.artifactSha256).toBe(first.trained.artifactSha256);
  expect(first.stages.map(({ stage }) => stage)).toContain("text features");
  expect(first.trained.fitSeconds).toBeGreaterThan(0);
  expect(first.peakRssMib).toBeGreaterThan(10);
  expect(first.trained.predictP50Ms).toBeGreaterThan(0);
  expect(first.trained.parameters.textSource).toEqual({ kind: "hashed" });
  expect(JSON.parse(JSON.stringify(first.trained.parameters))).toEqual(first.trained.parameters);
});
