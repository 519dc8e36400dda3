import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readArguments } from "./arguments.ts";
import { loadDataset, splitsOf } from "./dataset.ts";
import { embedItems } from "./embed-items.ts";
import { runOffline } from "./offline.ts";
import { runOnline } from "./online.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-bench-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFile(join(folder, name), text);
const load = (...more: string[]) => loadDataset(readArguments(["--data", folder, ...more]));

/** 60 items of two kinds; "big" always succeeds, "small" on easy ones, "part" was run on every third item. */
async function writeSet(header = "item_id,agent,success"): Promise<void> {
  const ids = Array.from({ length: 60 }, (_, i) => `i${i}`);
  const kind = (i: number) => (i % 2 ? "easy" : "hard");
  await put("items.jsonl", ids.map((id, i) => JSON.stringify({ id, kind: kind(i) })).join("\n"));
  const rows = ids.flatMap((id, i) => [
    `${id},big,1`,
    `${id},small,${i % 2}`,
    ...(i % 3 ? [] : [`${id},part,0`]),
    `${id},skipped,`,
  ]);
  await put("outcomes.csv", [header, ...rows].join("\n"));
}

async function offline(...more: string[]) {
  const dataset = await load(...more);
  const lines: Record<string, unknown>[] = [];
  const splits = splitsOf(dataset, readArguments(["--data", folder, ...more]).splits);
  const figures = await runOffline(dataset, splits, (line) => void lines.push(line));
  return { figures, lines, splits, dataset };
}

describe("the routing benchmark offline", () => {
  it("runs on a bare folder: no agents, no split, no costs, no text, not every agent on every item", async () => {
    await writeSet();
    const { figures, lines, splits, dataset } = await offline("--type-field", "kind");
    expect(dataset.agentNames).toEqual(["big", "part", "small"]);
    expect(splits).toHaveLength(20);
    expect(figures.success?.value).toBe(1);
    expect(figures.best_single?.value).toBe(1);
    expect(figures).not.toHaveProperty("aiq");
    expect(figures).not.toHaveProperty("duration_coverage90");
    expect(figures).not.toHaveProperty("per_source_best");
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(["split", "item_id", "agent", "p_success", "cost_usd", "chosen"]);
      expect(line.cost_usd).toBeNull();
    }
    const chosen = lines.filter((line) => line.chosen);
    expect(chosen).toHaveLength(20 * 18);
    expect(new Set(chosen.map((line) => line.agent))).toEqual(new Set(["big"]));
    expect(lines.some((line) => line.agent === "skipped")).toBe(false);
  });

  it("reads score as well as success, packed files, and the folder's own split", async () => {
    await writeSet("item_id,agent,score");
    await writeFile(join(folder, "test.txt.gz"), gzipSync("i0\ni1\ni2\n"));
    const { lines, splits } = await offline();
    expect(splits.map(({ train, test }) => [train.length, test.length])).toEqual([[57, 3]]);
    expect(new Set(lines.map((line) => line.split))).toEqual(new Set([0]));
    expect(new Set(lines.map((line) => line.item_id))).toEqual(new Set(["i0", "i1", "i2"]));
  });

  it("predicts costs where they are recorded", async () => {
    await put("items.jsonl", Array.from({ length: 40 }, (_, i) => `{"id":"i${i}","type":"t"}`).join("\n"));
    const rows = Array.from({ length: 40 }, (_, i) => `i${i},a,1,0.02,900\ni${i},b,${i % 2},0.001,100`);
    await put("outcomes.csv", ["item_id,agent,success,cost_usd,latency_ms", ...rows].join("\n"));
    const { figures, lines } = await offline("--splits", "2");
    expect(lines.find((line) => line.agent === "a")?.cost_usd).toBeCloseTo(0.02, 4);
    expect(figures.cost_total?.value).toBeCloseTo(12 * 0.02);
    expect(figures.duration_coverage90?.value).toBe(1);
    expect(figures.aiq?.value).toBeGreaterThan(0.5);
  });

  it("says what a folder or a command lacks", async () => {
    await writeSet();
    await expect(load("--agents", "prefix:gpt")).rejects.toThrow('has a name beginning with "gpt"; there are 3: big');
    await expect(load("--agents", "group:priced")).rejects.toThrow("needs an agents.csv");
    await expect(load("--type-field", "dimension")).rejects.toThrow("the first one has id, kind");
    await put("outcomes.csv", "item,agent,success\ni0,big,1");
    await expect(load()).rejects.toThrow("outcomes.csv has no column item_id");
    expect(() => readArguments([])).toThrow("--data <folder> is missing");
    expect(() => readArguments(["--data", "x", "--mode", "sideways"])).toThrow(
      "--mode is offline, online, routellm, intents or cascade",
    );
    expect(() => readArguments(["--data", "x", "--agents", "gpt"])).toThrow("prefix:<p>, group:<g> or file:<list>");
    expect(() => readArguments(["--data", "x", "--splits", "0"])).toThrow("1 to 1000");
    await expect(embedItems([], "elsewhere")).rejects.toThrow("--embedding: source:model such as");
    await expect(embedItems([], "bedrock:some.model")).rejects.toThrow('say how many dimensions: "bedrock:some.model@');
  });

  it("chooses agents by group and by list", async () => {
    await writeSet();
    await put("agents.csv", "agent,group\nbig,g1\nsmall,g2\n");
    await put("list.txt", "small\npart\n");
    expect((await load("--agents", "group:g1")).agentNames).toEqual(["big"]);
    expect((await load("--agents", `file:${join(folder, "list.txt")}`)).agentNames).toEqual(["part", "small"]);
  });
});

describe("the routing benchmark online", () => {
  it("streams every item once in each order, and learns from the chosen outcomes alone", async () => {
    await writeSet();
    const lines: Record<string, unknown>[] = [];
    const figures = await runOnline(await load("--type-field", "kind"), 5, (line) => void lines.push(line));
    expect(lines).toHaveLength(5 * 60);
    expect(Object.keys(lines[0] ?? {})).toEqual(["order", "step", "item_id", "chosen"]);
    expect(new Set(lines.slice(0, 60).map((line) => line.item_id)).size).toBe(60);
    expect(Object.keys(figures)).toEqual(["success", "random", "epsilon_greedy", "thompson_per_type"]);
    expect(figures.success?.value).toBeGreaterThan(figures.random?.value ?? 1);
  });

  it("gives the same choices again", async () => {
    await writeSet();
    const dataset = await load("--type-field", "kind");
    const run = async () => {
      const lines: string[] = [];
      await runOnline(dataset, 2, (line) => void lines.push(JSON.stringify(line)));
      return lines;
    };
    expect(await run()).toEqual(await run());
  });
});
