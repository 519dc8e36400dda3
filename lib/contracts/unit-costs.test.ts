import { describe, expect, it } from "vitest";
import type { CostFigures } from "./cost-explorer.ts";
import { costOfSuccess, costOfThousandTokens } from "./unit-costs.ts";

const CENT = 10_000_000n;
/** Ten tasks of ten cents and 2,000 tokens each, eight of which succeeded. */
const figures: CostFigures = {
  tasks: 10,
  calls: 10,
  judged: 10,
  succeeded: 8,
  costNanoUsd: (100n * CENT).toString(),
  unpricedTasks: 0,
  unpricedTokens: 0,
  unmeasuredTasks: 0,
  tokens: { input: 12_000, cache_read: 3_000, cache_write_5m: 0, cache_write_1h: 0, output: 5_000, reported_input: 0 },
  reasoningTokens: 1_000,
  cacheSavingsNanoUsd: null,
};

describe("what a success cost", () => {
  it("includes the tasks that failed", () => {
    expect(costOfSuccess(figures)).toEqual({ nanoUsd: (25n * CENT) / 2n, exact: true });
  });

  it("rests on the tasks that are priced and judged, and says that it is not exact", () => {
    expect(costOfSuccess({ ...figures, judged: 5, succeeded: 4 })).toEqual({
      nanoUsd: (25n * CENT) / 2n,
      exact: false,
    });
    const half = { ...figures, unpricedTasks: 5, costNanoUsd: (50n * CENT).toString() };
    expect(costOfSuccess(half)).toEqual({ nanoUsd: (25n * CENT) / 2n, exact: false });
  });

  it("is unknown, not nothing, where no price or no success is known", () => {
    expect(costOfSuccess({ ...figures, unpricedTasks: 10, costNanoUsd: "0" })).toBeNull();
    expect(costOfSuccess({ ...figures, succeeded: 0 })).toBeNull();
    expect(costOfSuccess({ ...figures, tasks: null, judged: null, succeeded: null })).toBeNull();
  });
});

describe("what 1,000 tokens cost", () => {
  it("counts tokens of every class", () => {
    expect(costOfThousandTokens(figures)).toEqual({ nanoUsd: 5n * CENT, exact: true });
  });

  it("takes tasks that told no tokens to be like the others, and says that it is not exact", () => {
    const told = { ...figures.tokens, input: 2_000, cache_read: 3_000 };
    const half = { ...figures, unmeasuredTasks: 5, tokens: told };
    expect(costOfThousandTokens(half)).toEqual({ nanoUsd: 5n * CENT, exact: false });
  });

  it("is that of the class alone in a row by token class", () => {
    const none = { ...figures.tokens, cache_read: 0, output: 0 };
    const row = { ...figures, tasks: null, calls: null, judged: null, succeeded: null, tokens: none };
    expect(costOfThousandTokens({ ...row, costNanoUsd: (12n * CENT).toString() })?.nanoUsd).toBe(CENT);
  });

  it("is unknown where no tokens or no prices are", () => {
    const silent = { input: 0, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0, output: 0, reported_input: 0 };
    expect(costOfThousandTokens({ ...figures, unmeasuredTasks: 10, tokens: silent })).toBeNull();
    expect(costOfThousandTokens({ ...figures, unpricedTasks: 10, costNanoUsd: "0" })).toBeNull();
  });
});
