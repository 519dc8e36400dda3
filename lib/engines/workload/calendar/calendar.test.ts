import { describe, expect, it } from "vitest";
import { adviseMove, adviseSlots, worstHour } from "./advise.ts";
import { type AgentLoad, offeredShare } from "./agent-load.ts";
import { agentWeek } from "./agent-week.ts";

/** Two slots and tasks of a minute: 120 tasks an hour fill it. Quiet but for two hours of the second day. */
const load = (rush: number, parts: Partial<AgentLoad> = {}): AgentLoad => ({
  agent: "researcher_002",
  slots: 2,
  tasksByHour: Float64Array.from({ length: 72 }, (_, hour) => (hour === 38 || hour === 39 ? rush : 12)),
  rateVariation: 0.05,
  service: { medianMs: 60_000 * Math.exp(-0.18), sigma: 0.6 },
  ...parts,
});

describe("an agent's week", () => {
  it("asks for as much of its slots as its tasks take", () => {
    expect(offeredShare(load(120), 38)).toBeCloseTo(1, 9);
    expect(offeredShare(load(120), 0)).toBeCloseTo(0.1, 9);
  });

  it("is saturated in the rush and not before it, and what waits then waits into the hour after", () => {
    const week = agentWeek(load(160), 1);
    expect(week[39]?.saturation).toBeGreaterThan(0.8);
    expect(week[20]?.saturation).toBe(0);
    expect(week[40]?.waitMs).toBeGreaterThan(10 * (week[20]?.waitMs ?? Number.POSITIVE_INFINITY));
  });

  it("of a quiet agent has no saturated hour", () => {
    const week = agentWeek(load(20), 1);
    expect(week.every(({ saturation }) => saturation === 0)).toBe(true);
    expect(worstHour("quiet", week)).toBeNull();
  });

  it("is the same for the same seed", () => {
    expect(agentWeek(load(110), 7)).toEqual(agentWeek(load(110), 7));
  });
});

describe("advice", () => {
  const busy = load(150);
  const worst = worstHour(busy.agent, agentWeek(busy, 1));

  it("names the hour that is most likely full", () => {
    expect(worst).toMatchObject({ agent: "researcher_002", hour: 39 });
  });

  it("raises the slots until the hour is full in one week of twenty at most, with the wait before and after", () => {
    if (!worst) throw new Error("no worst hour");
    const advice = adviseSlots(busy, worst, 1);
    expect(advice).toMatchObject({ kind: "raise_slots", slots: 2 });
    expect(advice?.after.saturation).toBeLessThanOrEqual(0.05);
    expect(advice?.after.waitMs).toBeLessThan((advice?.before.waitMs ?? 0) / 5);
  });

  it("moves tasks to who has room, and does not fill it with them", () => {
    if (!worst) throw new Error("no worst hour");
    const full = load(150, { agent: "researcher_003" });
    const free = load(30, { agent: "researcher_004", slots: 3 });
    const advice = adviseMove(busy, worst, [busy, full, free], 1);
    expect(advice).toMatchObject({ kind: "move_tasks", toAgent: "researcher_004" });
    if (advice?.kind !== "move_tasks") throw new Error("no move");
    expect(advice.after.saturation).toBeLessThan(advice.before.saturation);
    expect(advice.receiver.after.saturation).toBeLessThan(0.2);
    expect(adviseMove(busy, worst, [busy, full], 1)).toBeNull();
  });
});
