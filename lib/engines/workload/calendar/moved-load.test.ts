import { expect, it } from "vitest";
import type { AgentLoad } from "./agent-load.ts";
import { weekWait, withMoved } from "./moved-load.ts";
import { movedWaits } from "./moved-waits.ts";

const HOURS = 168;
const load = (agent: string, tasksPerHour: number): AgentLoad => ({
  ...{ agent, slots: 2, rateVariation: 0, service: { medianMs: 300_000, sigma: 0.5 } },
  tasksByHour: new Float64Array(HOURS).fill(tasksPerHour),
});

it("a successor's tasks wait longer with another's on top, the same for the same seed", () => {
  const [receiver, giver] = [load("critic_002", 6), load("critic_001", 8)];
  const moved = movedWaits({ givers: [giver], receivers: [{ load: receiver, share: 1 }], seed: 7 });
  const [waits] = moved.receivers;
  expect(waits?.after.waitMs).toBeGreaterThan(3 * (waits?.before.waitMs ?? 0));
  expect(moved).toMatchObject({ afterMs: waits?.after.waitMs, beforeMs: weekWait(giver, 7).waitMs });
  expect(weekWait(withMoved(receiver, [giver], 1), 7)).toEqual(waits?.after);
  expect(withMoved(receiver, [giver, giver], 0.25).tasksByHour[0]).toBe(10);
  expect(weekWait(load("idle", 0), 7)).toEqual({ waitMs: 0, saturation: 0 });
});
