import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readArguments } from "./arguments.ts";
import { loadIntentSet } from "./intent-set.ts";
import { runIntents } from "./intents.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-intents-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFile(join(folder, name), text);

const ASKED = {
  book_flight: { type: "travel", words: ["fly", "plane", "ticket", "airline"] },
  book_hotel: { type: "travel", words: ["room", "bed", "stay", "suite"] },
  pay_bill: { type: "banking", words: ["owe", "invoice", "settle", "due"] },
  oos: { type: "oos", words: ["moon", "poem", "horse", "volcano"] },
};

/** 4 intents of 30 texts, every third one for testing; the last is out of scope. */
async function writeSet(field: string | null): Promise<void> {
  const items = Object.entries(ASKED).flatMap(([intent, { type, words }]) =>
    Array.from({ length: 30 }, (_, i) => ({
      id: `${intent}${i}`,
      text: `please number ${i} ${words[i % 4]} and ${words[(i + 1) % 4]}`,
      type,
      ...(field ? { [field]: intent } : {}),
    })),
  );
  await put("items.jsonl", items.map((item) => JSON.stringify(item)).join("\n"));
  const intentOf = (id: string) => id.replace(/\d+$/, "");
  const rows = items.map(({ id, type }) => `${id},${type},${intentOf(id)},1`);
  await put("outcomes.csv", ["item_id,agent,capability,success", ...rows].join("\n"));
  await put("test.txt", items.flatMap(({ id }, i) => (i % 3 === 0 ? [id] : [])).join("\n"));
}

async function run(...more: string[]) {
  const wanted = readArguments(["--data", folder, "--mode", "intents", ...more]);
  const lines: Record<string, unknown>[] = [];
  const figures = await runIntents(await loadIntentSet(folder), wanted, (line) => void lines.push(line));
  return { figures, lines };
}

describe("the routing benchmark of intents", () => {
  it("finds what texts ask for, and those that ask for nothing known", async () => {
    await writeSet("intent");
    const { figures, lines } = await run();
    expect(figures.accuracy?.value).toBeGreaterThan(0.9);
    expect(figures.accuracy).toMatchObject({ unit: "fraction", n: 30 });
    expect(figures.domain_accuracy?.value).toBeGreaterThanOrEqual(figures.accuracy?.value ?? 1);
    expect(figures.oos_recall?.value).toBeGreaterThan(0.8);
    expect(figures.oos_auroc?.value).toBeGreaterThan(0.9);
    expect(figures.accuracy?.baseline).toBeLessThan(0.5);
    expect(lines).toHaveLength(40);
    const turnedAway = lines.filter(({ predicted }) => predicted === null);
    expect(turnedAway.filter(({ capability }) => capability === null).length).toBeGreaterThan(8);
  });

  it("takes the capability from the outcomes where items do not name it", async () => {
    await writeSet(null);
    expect((await loadIntentSet(folder)).capabilities.map(({ name }) => name).sort()).toEqual([
      "book_flight",
      "book_hotel",
      "pay_bill",
    ]);
  });

  it("draws as many examples of each as asked for", async () => {
    await writeSet("intent");
    const { figures } = await run("--shots", "5");
    expect(figures.examples?.value).toBe(20);
    expect(figures.unlabelled?.value).toBe(80);
    expect((await run("--shots", "5", "--unlabelled", "no")).figures.unlabelled?.value).toBe(0);
    expect((await run("--shots", "0")).figures.accuracy?.value).toBe(figures.accuracy?.baseline);
  });

  it("says what a folder lacks", async () => {
    await put("items.jsonl", '{"id": "a", "text": "b"}');
    await put("outcomes.csv", "item_id,agent,success\na,b,1");
    await expect(loadIntentSet(folder)).rejects.toThrow("the field intent or capability");
    expect(() => readArguments(["--data", folder, "--mode", "intents", "--shots", "few"])).toThrow(
      "--shots is a number",
    );
    expect(() => readArguments(["--data", folder, "--unlabelled", "perhaps"])).toThrow("--unlabelled is yes or no");
  });
});
