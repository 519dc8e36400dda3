import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { decodeArtifact, encodeArtifact } from "../../registry/artifact.ts";
import { heldOutFigures } from "./held-out-figures.ts";
import type { WorkloadHistory } from "./workload-history.ts";
import { WorkloadModel } from "./workload-model.ts";

const HOUR_MS = 3_600_000;
const FROM = 490_000;
const DAYS = 28;

/** Research by day, of which ada does three quarters in 60 s and bob a quarter in 120 s; night jobs by bob alone. */
function history(parts: Partial<WorkloadHistory> = {}): WorkloadHistory {
  const random = seededRandom(5);
  const arrivals = Array.from({ length: DAYS * 24 }, (_, i) => {
    const day = i % 24 >= 8 && i % 24 < 18;
    return [
      { type: "research", hour: FROM + i, tasks: Math.round((day ? 20 : 2) + 3 * random()) },
      { type: "night_job", hour: FROM + i, tasks: i % 24 === 2 ? 10 : 0 },
    ];
  }).flat();
  const timed = (type: string, agent: string, tasks: number, seconds: number) => {
    const log = Math.log(seconds * 1000);
    return { type, agent, tasks, timed: tasks, sumLog: tasks * log, sumSquaredLog: tasks * (log * log + 0.25) };
  };
  const services = [
    timed("research", "ada", 3000, 60),
    timed("research", "bob", 1000, 120),
    timed("night_job", "bob", 280, 300),
  ];
  const priorities = [0, 100, 900, 0];
  return { fromHour: FROM, untilHour: FROM + DAYS * 24, arrivals, services, priorities, ...parts };
}

const model = WorkloadModel.fit(history());
/** Ten in the morning of the first day it forecasts. */
const TEN = (FROM + DAYS * 24 + 10) * HOUR_MS;

describe("a workload model", () => {
  it("forecasts each type in its own hours", () => {
    expect(model.types).toEqual(["research", "night_job"]);
    expect(model.forecast("research", TEN)?.mean).toBeGreaterThan(19);
    expect(model.forecast("night_job", TEN)?.p50).toBe(0);
    expect(model.forecast("night_job", TEN - 8 * HOUR_MS)?.p50).toBe(10);
    expect(model.forecast("unheard_of", TEN)).toBeNull();
  });

  it("says nothing of what it has learned from, nor of the far future", () => {
    expect(model.forecast("research", model.learnedUntilMs - HOUR_MS)).toBeNull();
    expect(model.ratesAt(["ada"], TEN + 60 * 24 * HOUR_MS)).toBeNull();
    expect(model.loadOf("ada", 4, TEN + 34 * 24 * HOUR_MS)).toBeNull();
  });

  it("gives each agent its share of the work, at its own pace", () => {
    const rates = model.ratesAt(["ada", "bob", "cy"], TEN);
    const [ada = 0, bob = 0, cy = 0] = rates?.tasksPerMs ?? [];
    expect((ada + bob) * HOUR_MS).toBeGreaterThan(19);
    expect(ada / bob).toBeCloseTo(3, 1);
    expect(cy).toBeNaN();
    // Mean of a lognormal with sigma 0.5: the median times e^(1/8).
    expect((rates?.meanServiceMs[0] ?? 0) / 60_000).toBeCloseTo(Math.exp(0.125), 1);
    expect(model.serviceMs("night_job", "bob")).toBeGreaterThan(model.serviceMs("research", "bob") ?? Infinity);
    expect(model.serviceMs("research", "cy")).toBeNull();
  });

  it("adds up an agent's week", () => {
    const load = model.loadOf("ada", 2, TEN);
    const sum = load?.tasksByHour.reduce((all, tasks) => all + tasks, 0) ?? 0;
    // 0.75 x 7 x (10 x 21.5 + 14 x 3.5)
    expect(sum).toBeGreaterThan(1250);
    expect(sum).toBeLessThan(1520);
    expect(model.loadOf("cy", 2, TEN)).toBeNull();
    expect(model.peersOf("ada")).toEqual(["bob"]);
  });

  it("keeps the shares of priorities", () => {
    expect(model.priorities).toEqual([0, 0.1, 0.9, 0]);
  });

  it("needs three days of history", () => {
    expect(() => WorkloadModel.fit(history({ untilHour: FROM + 71 }))).toThrow(RangeError);
  });

  it("tells rare types together, so that nobody can fill it with names", () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ type: `type_${i}`, hour: FROM + i, tasks: 300 - i }));
    const crowded = WorkloadModel.fit(history({ arrivals: many, untilHour: FROM + 400 }));
    expect(crowded.types).toHaveLength(201);
    expect(crowded.types).toContain("(other types)");
  });
});

describe("its artifact", () => {
  const bytes = model.toArtifact();

  it("gives the same answers when it is read again, and the same bytes for the same history", () => {
    const read = WorkloadModel.fromArtifact(bytes);
    expect(read.forecast("research", TEN)).toEqual(model.forecast("research", TEN));
    expect(read.ratesAt(["ada", "bob"], TEN)).toEqual(model.ratesAt(["ada", "bob"], TEN));
    expect(WorkloadModel.fit(history()).toArtifact()).toEqual(bytes);
  });

  it("is refused when it does not expect what it did when it was written", () => {
    const { header, tensors } = decodeArtifact(bytes);
    const expected = tensors.get("expected");
    if (!expected) throw new Error("no expected hours");
    const changed = {
      ...Object.fromEntries(tensors),
      expected: { ...expected, data: expected.data.map((x) => x * 2) },
    };
    const forged = encodeArtifact({ kind: "workload", header, tensors: changed as never });
    expect(() => WorkloadModel.fromArtifact(forged)).toThrow(/does not expect/);
  });

  it("is refused with a tensor of another shape, or as another kind", () => {
    const { header, tensors } = decodeArtifact(bytes);
    const parts = Object.fromEntries(tensors);
    const short = { ...parts, sigma: { shape: [1], data: new Float32Array(1) } };
    expect(() => WorkloadModel.fromArtifact(encodeArtifact({ kind: "workload", header, tensors: short }))).toThrow(
      /sigma/,
    );
    expect(() => WorkloadModel.fromArtifact(encodeArtifact({ kind: "behavior", header, tensors: parts }))).toThrow(
      /not a workload/,
    );
  });
});

describe("what it is worth", () => {
  it("is measured on the newest week, which it has not seen", () => {
    const measured = heldOutFigures(history(), 1);
    expect(measured).toMatchObject({ days: 7, hours: 2 * 168 });
    expect(measured?.figures.mase?.value).toBeLessThan(0.9);
    expect(measured?.types[0]?.name).toBe("research");
  });

  it("cannot be measured with three days", () => {
    expect(heldOutFigures(history({ untilHour: FROM + 80 }), 1)).toBeNull();
  });
});
