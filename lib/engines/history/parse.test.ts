import { describe, expect, it } from "vitest";
import { parseAgentRow } from "./agent-row.ts";
import { labelOf, parseItemLine } from "./item.ts";
import { missingOutcomeColumns, parseOutcomeRow } from "./outcome.ts";

const place = { file: "outcomes.csv", line: 17 };

describe("an item line", () => {
  it("keeps further fields and gives defaults for what is absent", () => {
    const item = parseItemLine('{"id": 7, "type_obs": "java", "level": 3}', place);
    expect(item).toMatchObject({ id: "7", text: "", type: "unspecified", source: null });
    expect(labelOf(item, "type_obs")).toBe("java");
    expect(labelOf(item, "level")).toBe("3");
    expect(labelOf(item, "nothing")).toBeNull();
  });

  it.each([["{"], ["[]"], ['{"text": "no id"}'], ['{"id": "a", "text": 5}'], ['{"id": "a", "text": "\\u0000"}']])(
    "refuses %s with its place",
    (line) => {
      expect(() => parseItemLine(line, { file: "items.jsonl.gz", line: 3 })).toThrow(/^items\.jsonl\.gz line 3: /);
    },
  );
});

describe("an outcome row", () => {
  it("reads success, money, time and tokens", () => {
    const row = {
      item_id: "a",
      agent: "m",
      success: "1",
      cost_usd: "0.0015",
      latency_ms: "12",
      tokens_in: "3",
      tokens_out: "0",
    };
    expect(parseOutcomeRow(row, place)).toEqual({
      itemId: "a",
      agentName: "m",
      score: 1,
      costNanoUsd: 1_500_000,
      latencyMs: 12,
      inputTokens: 3,
      outputTokens: 0,
    });
  });

  it("keeps the unknown apart from zero", () => {
    const row = { item_id: "a", agent: "m", score: "0.25", cost_usd: "", tokens_in: "0", tokens_out: "0", turns: "4" };
    expect(parseOutcomeRow(row, place)).toMatchObject({
      score: 0.25,
      costNanoUsd: null,
      latencyMs: null,
      inputTokens: null,
      outputTokens: null,
    });
  });

  it("skips an agent that was not run", () => {
    expect(parseOutcomeRow({ item_id: "a", agent: "m", success: "" }, place)).toBeNull();
  });

  it.each([
    [{ success: "2" }, 'success: "2" is not 0 or 1'],
    [{ score: "1.5" }, 'score: "1.5" is not a score between 0 and 1'],
    [{ score: "NaN" }, 'score: "NaN" is not a score'],
    [{ score: "1", cost_usd: "-1" }, 'cost_usd: "-1" is not an amount in USD'],
    [{ score: "1", cost_usd: "1e300" }, 'cost_usd: "1e300" is more than $1,000,000'],
    [{ score: "1", agent: "a\0b" }, "agent: Text cannot contain the NUL character"],
    [{ score: "1", latency_ms: "soon" }, 'latency_ms: "soon" is not a duration'],
    [{ score: "1", agent: "" }, "agent: An outcome names its agent"],
  ])("refuses %j", (cells, sentence) => {
    expect(() => parseOutcomeRow({ item_id: "a", agent: "m", ...cells }, place)).toThrow(
      `outcomes.csv line 17: ${sentence}`,
    );
  });

  it("names the columns a file lacks", () => {
    expect(missingOutcomeColumns(["item", "agent"])).toEqual(["item_id", "success or score"]);
    expect(missingOutcomeColumns(["item_id", "agent", "score", "extra"])).toEqual([]);
  });
});

describe("an agent row", () => {
  it("reads name, group and further columns", () => {
    expect(parseAgentRow({ agent: "m", group: "", mode: "FC" }, place)).toEqual({
      name: "m",
      group: null,
      fields: { agent: "m", group: "", mode: "FC" },
    });
    expect(() => parseAgentRow({ name: "m" }, place)).toThrow("outcomes.csv line 17: agent: An agent needs a name");
  });
});
