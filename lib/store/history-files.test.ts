import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAgents, readItems, readOutcomes, readSplit } from "./history-files.ts";

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const rows: T[] = [];
  for await (const row of source) rows.push(row);
  return rows;
}

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-history-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a history folder", () => {
  it.each([["plain"], ["gz"]])("gives the same lines and rows from %s files", async (kind) => {
    const put = (name: string, text: string) =>
      kind === "gz" ? writeFile(join(folder, `${name}.gz`), gzipSync(text)) : writeFile(join(folder, name), text);
    await put("items.jsonl", '\uFEFF{"id":"a"}\r\n\n{"id":"b"}\n');
    await put("outcomes.csv", 'item_id,agent,success\na,"m, large",1\n\nb,m,0\n');
    await put("agents.csv", "agent,group\nm,g\n");
    await put("train.txt", "a\n");
    await put("test.txt", "b\n");

    expect((await all(readItems(folder))).map(({ text, line }) => [text, line])).toEqual([
      ['{"id":"a"}', 1],
      ['{"id":"b"}', 3],
    ]);
    expect((await all(readOutcomes(folder))).map(({ row, line }) => [row, line])).toEqual([
      [{ item_id: "a", agent: "m, large", success: "1" }, 2],
      [{ item_id: "b", agent: "m", success: "0" }, 4],
    ]);
    expect((await all(readAgents(folder))).map(({ row }) => row)).toEqual([{ agent: "m", group: "g" }]);
    expect(await all(readSplit(folder))).toMatchObject([
      { itemId: "a", split: "train", line: 1 },
      { itemId: "b", split: "test", line: 1 },
    ]);
  });

  it("may lack agents and splits, but not items or outcomes", async () => {
    expect(await all(readAgents(folder))).toEqual([]);
    expect(await all(readSplit(folder))).toEqual([]);
    await expect(all(readItems(folder))).rejects.toThrow("neither items.jsonl nor items.jsonl.gz");
    await expect(all(readOutcomes(folder))).rejects.toThrow("neither outcomes.csv nor outcomes.csv.gz");
  });

  it("names the file when it is cut short or a row has too many cells", async () => {
    const whole = gzipSync('{"id":"a"}\n'.repeat(5000));
    await writeFile(join(folder, "items.jsonl.gz"), whole.subarray(0, whole.length - 20));
    await expect(all(readItems(folder))).rejects.toThrow("items.jsonl.gz cannot be read");
    const refusal = await all(readItems(folder)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "invalid_input" });
    // A cause would be logged with its stack.
    expect(refusal).not.toHaveProperty("cause");
    await writeFile(join(folder, "outcomes.csv"), "item_id,agent,success\na,m,1,5\n");
    await expect(all(readOutcomes(folder))).rejects.toThrow(/outcomes\.csv is not a CSV .*line 2/);
  });
});
