import { expect, test } from "vitest";
import type { CostExplorerView, CostFigures } from "#lib/contracts/cost-explorer.ts";
import { costCsv } from "./cost-csv.ts";

const figures: CostFigures = {
  tasks: 4,
  calls: 0,
  judged: 4,
  succeeded: 2,
  costNanoUsd: "12345678901234567890",
  unpricedTasks: 0,
  unpricedTokens: 0,
  unmeasuredTasks: 0,
  tokens: { input: 0, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0, output: 1000, reported_input: 1000 },
  reasoningTokens: 0,
  cacheSavingsNanoUsd: "-5",
};
const view = (rows: CostExplorerView["rows"], rest: CostExplorerView["rest"] = null): CostExplorerView => ({
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-02T00:00:00.000Z",
  bucket: "hour",
  timeZone: "UTC",
  by: ["tag", "key"],
  buckets: [],
  rows,
  subtotals: [],
  rest,
  total: figures,
  series: [],
  completeFrom: null,
});
const key = { value: "key_1", label: "ci" };

/** The cells of a line by the names of their columns. */
function read(csv: string, line: number): Record<string, string | undefined> {
  const [head = [], ...lines] = csv.split("\r\n").map((text) => text.split(","));
  return Object.fromEntries(head.map((name, i) => [name, lines[line]?.[i]]));
}

test("an amount is exact to the nano-dollar, whatever its size and sign", () => {
  const csv = costCsv(view([{ ...figures, values: [{ value: "a", label: "a" }, key] }]));
  expect(read(csv, 0)).toMatchObject({
    cost_nano_usd: "12345678901234567890",
    cost_usd: "12345678901.23456789",
    nano_usd_a_success: "6172839450617283945",
    cache_savings_nano_usd: "-5",
    key: "key_1",
    key_name: "ci",
  });
});

test("a name that a spreadsheet would run is made inert", () => {
  const csv = costCsv(view([{ ...figures, values: [{ value: "=HYPERLINK(1)", label: "=HYPERLINK(1)" }, key] }]));
  expect(read(csv, 0).tag).toBe("'=HYPERLINK(1)");
});

test("what is unknown or none is empty, not zero", () => {
  const unpriced = { ...figures, costNanoUsd: "0", unpricedTasks: 4 };
  const csv = costCsv(view([{ ...unpriced, values: [{ value: null, label: "Untagged" }, key] }]));
  expect(read(csv, 0)).toMatchObject({ tag: "", cost_nano_usd: "", cost_usd: "", nano_usd_a_success: "" });
});

test("what is not listed is one row that says for how many it stands", () => {
  const csv = costCsv(view([], { rows: 7, costNanoUsd: "1500000000" }));
  expect(read(csv, 0)).toMatchObject({ tag: "(7 rows that are not listed)", cost_usd: "1.5", tasks: "" });
});
