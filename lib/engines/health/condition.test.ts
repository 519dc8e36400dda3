import { describe, expect, it } from "vitest";
import type { HealthState } from "#lib/contracts/health-check.ts";
import { type Condition, firstCondition, isFlapping, nextCondition } from "./condition.ts";

const DAMPING = { worseAfter: 2, betterAfter: 3 };
const MINUTE_MS = 60_000;
const SIGNS: Record<string, HealthState> = { o: "ok", d: "degraded", f: "failing" };

/** A run a minute, a letter each. @returns the states that people were told, and where it ends */
function told(runs: string, from: Condition = firstCondition("ok", 0)): { states: string; end: Condition } {
  let end = from;
  let states = "";
  [...runs].forEach((sign, i) => {
    end = nextCondition(end, SIGNS[sign] ?? "ok", DAMPING, (i + 1) * MINUTE_MS);
    states += end.state[0];
  });
  return { states, end };
}

describe("a condition", () => {
  it("is not changed by a single bad run, nor cured by two good ones", () => {
    expect(told("ofoffoofooo").states).toBe("ooooffffffo");
  });

  it("dates from the first run that showed it", () => {
    expect(told("oof").end).toMatchObject({ state: "ok", pending: { state: "failing", times: 1 } });
    expect(told("ooff").end).toMatchObject({ state: "failing", sinceMs: 3 * MINUTE_MS, pending: null });
  });

  it("takes the milder of two bad runs, and the worse of good ones", () => {
    expect(told("fd").end.state).toBe("degraded");
    expect(told("df").end.state).toBe("degraded");
    expect(told("ffodo").end.state).toBe("degraded");
  });

  it("stays bad while it flaps, and is believed again when it was quiet for long enough", () => {
    const flaps = told("ffoooffooo");
    expect(flaps.states.at(-1)).toBe("f");
    expect(isFlapping(flaps.end)).toBe(true);
    expect(told("ffoooffoooooo").states.at(-1)).toBe("o");
  });

  it("forgets that it flapped after an hour", () => {
    const { end } = told(`ffoooff${"f".repeat(60)}ooo`);
    expect(end.state).toBe("ok");
    expect(isFlapping(end)).toBe(false);
  });
});
