import { describe, expect, it } from "vitest";
import { DEFAULT_VECTORIZER, type SparseVector, TextVectorizer } from "./text-vectorizer.ts";

const TEXTS = [
  "Translate this contract into German",
  "Translate the contract into French, please",
  "Write a unit test for the parser",
  "Write another unit test for this parser",
  "Übersetze diesen Vertrag ins Englische",
  "把这份合同翻译成英文",
  "请把合同翻译成德文",
];

function cosine(a: SparseVector, b: SparseVector): number {
  const at = new Map(Array.from(a.indices, (index, i) => [index, a.values[i] as number]));
  return b.indices.reduce((sum, index, i) => sum + (at.get(index) ?? 0) * (b.values[i] as number), 0);
}

const learned = (texts: readonly string[] = TEXTS) => TextVectorizer.fit(texts, { minDocuments: 1 });

describe("text vectorizer", () => {
  it("makes rows of length 1 with ascending columns", () => {
    const row = learned().transform("translate the parser");
    expect(Math.hypot(...row.values)).toBeCloseTo(1, 5);
    expect([...row.indices]).toEqual([...row.indices].sort((a, b) => a - b));
  });

  it("puts texts about the same thing nearer to each other, in any script", () => {
    const vectorizer = learned();
    const [german, french, test, , , english, toGerman] = TEXTS.map((text) => vectorizer.transform(text));
    expect(cosine(german!, french!)).toBeGreaterThan(cosine(german!, test!) + 0.1);
    expect(cosine(english!, toGerman!)).toBeGreaterThan(cosine(english!, test!) + 0.05);
  });

  it("reads compatibility forms and capitals alike", () => {
    const vectorizer = learned();
    expect(
      cosine(vectorizer.transform("ＷＲＩＴＥ a unit test"), vectorizer.transform("write A Unit Test")),
    ).toBeCloseTo(1, 5);
  });

  it("gives a text of unknown words, or none, an empty row", () => {
    const vectorizer = learned(["alpha beta"]);
    expect(vectorizer.transform("").indices).toHaveLength(0);
    expect(vectorizer.transform("42").values.every(Number.isFinite)).toBe(true);
    expect(TextVectorizer.fit([]).transform("anything").indices).toHaveLength(0);
  });

  it("leaves out columns of too few texts, then those of the fewest", () => {
    const all = learned().width;
    const common = TextVectorizer.fit(TEXTS, { minDocuments: 2 }).width;
    expect(common).toBeLessThan(all);
    expect(TextVectorizer.fit(TEXTS, { minDocuments: 1, maxColumns: 20 }).width).toBe(20);
  });

  it("answers after a round trip through tensors as before", () => {
    const vectorizer = learned();
    const restored = TextVectorizer.fromTensors("text", new Map(Object.entries(vectorizer.toTensors("text"))));
    expect(restored.transform("Translate a parser")).toEqual(vectorizer.transform("Translate a parser"));
    expect(restored.options).toEqual({ ...DEFAULT_VECTORIZER, minDocuments: 1 });
  });

  it("refuses tensors that are absent, out of order or out of range", () => {
    const good = learned().toTensors("text");
    const refused = (change: Record<string, unknown>) => () =>
      TextVectorizer.fromTensors("text", new Map(Object.entries({ ...good, ...change })) as never);
    expect(refused({ "text.idf": undefined })).toThrow("text are absent");
    const columns = Int32Array.from(good["text.columns"]!.data).reverse();
    expect(refused({ "text.columns": { shape: [columns.length], data: columns } })).toThrow("not in order");
    const options = Float64Array.of(1, 2, 3, 5, 60, 4000, 2, 100);
    expect(refused({ "text.options": { shape: [8], data: options } })).toThrow("text are absent");
  });

  it("reads the beginning and the end of a very long text alone", () => {
    const vectorizer = learned();
    const long = (times: number) => vectorizer.transform(`translate ${"lorem ipsum ".repeat(times)} contract`);
    expect(long(20_000).indices.length).toBeGreaterThan(0);
    expect(long(200_000)).toEqual(long(20_000));
  });
});
