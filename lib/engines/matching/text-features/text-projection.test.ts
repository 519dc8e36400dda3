import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";
import { TextProjection } from "./text-projection.ts";
import { project, truncatedSvd } from "./truncated-svd.ts";

const SUBJECTS = ["contract law clause liability", "matrix vector eigenvalue proof", "enzyme protein cell membrane"];
const TEXTS = Array.from({ length: 60 }, (_, i) => {
  const words = (SUBJECTS[i % 3] as string).split(" ");
  return `${words[i % 4]} ${words[(i + 1) % 4]} question ${words[(i * 7 + 2) % 4]}`;
});
const OPTIONS = { dimensions: 3, seed: 1, maxTexts: 1000 };

describe("truncated SVD", () => {
  it("finds singular values and directions of a matrix of known ones", () => {
    // 3 x 2 with orthogonal columns of lengths 5 and 2.
    const rows = [
      [3, 0],
      [4, 0],
      [0, 2],
    ].map((row) => ({ indices: Int32Array.of(0, 1), values: Float32Array.from(row) }));
    const svd = truncatedSvd(rows, 2, 2, 7);
    expect([...svd.singularValues].map((value) => Number(value.toFixed(6)))).toEqual([5, 2]);
    expect([...project(rows[0]!, svd)][0]).toBeCloseTo(3, 5);
  });

  it("keeps no more directions than the rows span", () => {
    const row = { indices: Int32Array.of(1), values: Float32Array.of(1) };
    expect(truncatedSvd([row, row, row], 4, 3, 1).rank).toBe(1);
    expect(truncatedSvd([], 4, 3, 1).rank).toBe(0);
  });

  it("decomposes a symmetric matrix", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(Math.abs(vectors[0]!)).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it("finds what the matrix is made of, also where it is singular or nothing at all", () => {
    const random = seededRandom(3);
    for (const [size, rank] of [
      [1, 1],
      [40, 40],
      [40, 7],
      [25, 0],
    ] as const) {
      const factors = Array.from({ length: rank }, () => Float64Array.from({ length: size }, () => random() - 0.5));
      const at = (i: number, j: number) => factors.reduce((sum, f) => sum + (f[i] ?? 0) * (f[j] ?? 0), 0);
      const matrix = Float64Array.from({ length: size * size }, (_, k) => at(Math.floor(k / size), k % size));
      const { values, vectors } = symmetricEigen(matrix, size);
      const rebuilt = (i: number, j: number) =>
        values.reduce((sum, value, k) => sum + value * (vectors[k * size + i] ?? 0) * (vectors[k * size + j] ?? 0), 0);
      for (let k = 0; k < size * size; k++) {
        expect(rebuilt(Math.floor(k / size), k % size)).toBeCloseTo(matrix[k] ?? Number.NaN, 10);
      }
      expect([...values]).toEqual([...values].sort((x, y) => y - x));
      expect(values.filter((value) => value > 1e-10)).toHaveLength(rank);
    }
  });
});

describe("text projection", () => {
  it("puts texts of one subject together and of others apart", () => {
    const projection = TextProjection.fit(TEXTS, OPTIONS);
    const [law, clause, algebra] = ["liability of a contract", "clause in law", "eigenvalue of a matrix"].map(
      (text) => projection.project(text)!,
    );
    const cosine = (a: Float64Array, b: Float64Array) =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0) / (Math.hypot(...a) * Math.hypot(...b));
    expect(cosine(law!, clause!)).toBeGreaterThan(cosine(law!, algebra!) + 0.3);
  });

  it("gives the same numbers for the same texts and seed, also after a round trip", () => {
    const once = TextProjection.fit(TEXTS, OPTIONS);
    const again = TextProjection.fit(TEXTS, OPTIONS);
    expect(again.toTensors("text")).toEqual(once.toTensors("text"));
    const restored = TextProjection.fromTensors("text", new Map(Object.entries(once.toTensors("text"))));
    expect(restored.project("enzyme law")).toEqual(once.project("enzyme law"));
  });

  it("knows nothing of unknown words, and learns from no texts at all", () => {
    expect([...TextProjection.fit(TEXTS, OPTIONS).project("zzz")!].every((value) => value === 0)).toBe(true);
    expect(TextProjection.fit([], OPTIONS).project("anything")).toHaveLength(0);
  });

  it("refuses tensors of different widths", () => {
    const good = TextProjection.fit(TEXTS, OPTIONS).toTensors("text");
    const changed = { ...good, "text.singular": { shape: [2], data: Float64Array.of(1, 1) } };
    expect(() => TextProjection.fromTensors("text", new Map(Object.entries(changed)))).toThrow("do not belong");
  });
});
