import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idFloor, isId, newId } from "./ids.ts";

const instants = fc.integer({ min: 0, max: 2 ** 45 });

describe("newId", () => {
  it("makes ids that sort by time and are recognised", () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const [early, late] = [newId("dec", a), newId("dec", b)];
        expect(isId(early)).toBe(true);
        if (a !== b) expect(early < late).toBe(a < b);
      }),
    );
  });

  it("never repeats one, even within a millisecond", () => {
    const ids = new Set(Array.from({ length: 20_000 }, () => newId("dec", 1_000)));
    expect(ids.size).toBe(20_000);
  });

  it("gives a floor below every id of its instant and above all older ones", () => {
    fc.assert(
      fc.property(instants, (ms) => {
        expect(idFloor("dec", ms + 1) > newId("dec", ms)).toBe(true);
        expect(idFloor("dec", ms) < newId("dec", ms)).toBe(true);
      }),
    );
  });
});
