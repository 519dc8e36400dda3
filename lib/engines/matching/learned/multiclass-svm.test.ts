import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "#lib/core/random.ts";
import { fitLatentBasis } from "./latent-basis.ts";
import { LinearScorer } from "./linear-scorer.ts";
import { fitMulticlassSvm } from "./multiclass-svm.ts";
import { encodeBytes, rounded } from "./quantised.ts";
import { packRows, type SparseRows } from "./sparse-rows.ts";

const dense = (values: readonly number[]) => ({ indices: values.map((_, i) => i), values });

/** Three clouds of points around the corners of a triangle. */
function clouds(count: number, spread: number, seed: number) {
  const random = seededRandom(seed);
  const corners = [
    [1, 0],
    [-0.5, 0.87],
    [-0.5, -0.87],
  ] as const;
  const points = Array.from({ length: count }, (_, i) => {
    const [x, y] = corners[i % 3] as readonly [number, number];
    return [x + spread * normal(random), y + spread * normal(random), 1];
  });
  return { points, labels: Int32Array.from(points, (_, i) => i % 3) };
}

const classOf = (scores: Float64Array) => scores.indexOf(Math.max(...scores));

describe("the multiclass support vector machine", () => {
  it("tells apart what can be told apart, with a margin", () => {
    const { points, labels } = clouds(90, 0.1, 1);
    const rows = packRows(points.map(dense), 3);
    const weights = fitMulticlassSvm(rows, labels, 3, { cost: 10, random: seededRandom(1) });
    const scorer = new LinearScorer(weights, 3);
    for (const [i, point] of points.entries()) {
      const scores = scorer.scores({ indices: Int32Array.of(0, 1, 2), values: Float32Array.from(point) });
      expect(classOf(scores)).toBe(labels[i]);
      const rivals = [...scores].filter((_, c) => c !== labels[i]);
      expect((scores[labels[i] as number] as number) - Math.max(...rivals)).toBeGreaterThan(0.7);
    }
  });

  it("generalises where clouds overlap, and gives the same weights for the same seed", () => {
    const { points, labels } = clouds(300, 0.45, 2);
    const rows = packRows(points.map(dense), 3);
    const train = () => fitMulticlassSvm(rows, labels, 3, { cost: 1, random: seededRandom(5) });
    const weights = train();
    expect(train()).toEqual(weights);
    const unseen = clouds(300, 0.45, 3);
    const right = unseen.points.filter((point, i) => {
      const scores = new LinearScorer(weights, 3).scores({
        indices: Int32Array.of(0, 1, 2),
        values: Float32Array.from(point),
      });
      return classOf(scores) === unseen.labels[i];
    });
    expect(right.length / 300).toBeGreaterThan(0.85);
  });

  it("leaves rows without anything known alone", () => {
    const rows = packRows([dense([1, 0]), { indices: [], values: [] }, dense([0, 1])], 2);
    const weights = fitMulticlassSvm(rows, Int32Array.of(0, 1, 1), 2, { cost: 1, random: seededRandom(1) });
    expect(weights.every(Number.isFinite)).toBe(true);
  });
});

describe("the directions texts vary in", () => {
  const rows: SparseRows = packRows(
    Array.from({ length: 40 }, (_, i) => {
      const [a, b] = i % 2 === 0 ? [0, 1] : [2, 3];
      return { indices: [a, b, 4 + (i % 10)], values: [1, 1, 0.1] };
    }),
    14,
  );

  it("are orthonormal, and put words of the same texts together", () => {
    const basis = fitLatentBasis(rows, 2, seededRandom(1));
    if (!basis) throw new Error("no basis");
    const column = (d: number) => Array.from({ length: 14 }, (_, c) => basis[c * 2 + d] as number);
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
    expect(dot(column(0), column(0))).toBeCloseTo(1, 4);
    expect(dot(column(0), column(1))).toBeCloseTo(0, 4);
    const word = (c: number) => [basis[c * 2] as number, basis[c * 2 + 1] as number];
    expect(dot(word(0), word(1))).toBeGreaterThan(0.4);
    expect(Math.abs(dot(word(0), word(2)))).toBeLessThan(0.1);
  });

  it("are none where the texts hold fewer", () => {
    expect(fitLatentBasis(packRows([dense([1, 1, 1])], 3), 2, seededRandom(1))).toBeNull();
  });
});

describe("weights as bytes", () => {
  const random = seededRandom(4);
  const matrix = Float32Array.from({ length: 400 }, (_, i) => (i < 20 ? 0 : normal(random) * 10 ** ((i % 7) - 3)));

  it("stay as they are once rounded, and near what they were", () => {
    const once = rounded(matrix, 20);
    expect(rounded(once, 20)).toEqual(once);
    expect(encodeBytes("m", once, 20)).toEqual(encodeBytes("m", matrix, 20));
    for (let row = 0; row < 20; row++) {
      const largest = Math.max(...matrix.subarray(row * 20, row * 20 + 20).map(Math.abs));
      for (let at = row * 20; at < row * 20 + 20; at++) {
        expect(Math.abs((once[at] as number) - (matrix[at] as number))).toBeLessThanOrEqual(largest / 250 + 1e-12);
      }
    }
  });
});
