import { expect, it } from "vitest";
import { measureCoverage, SCENARIOS } from "./coverage.ts";

it.each(SCENARIOS)("95% intervals hold the truth about as often as they say: $name", (scenario) => {
  const { covered } = measureCoverage(scenario, 100, 3);
  const shares = Object.values(covered);
  expect(shares).toHaveLength(18);
  // 100 runs: the bench counts finer.
  for (const share of shares) expect(share).toBeGreaterThan(0.87);
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.92);
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.985);
});
