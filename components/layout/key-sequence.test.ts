import { expect, it } from "vitest";
import { KeySequence } from "./key-sequence.ts";

/** Presses keys 100 ms apart; "." waits ten seconds. */
function typed(keys: string): (string | null)[] {
  const sequence = new KeySequence();
  let timeStamp = 0;
  const meanings: (string | null)[] = [];
  for (const key of keys) {
    timeStamp += key === "." ? 10_000 : 100;
    if (key !== ".") meanings.push(sequence.press({ key, timeStamp }));
  }
  return meanings;
}

it("g and a letter jump, and the letter alone does not", () => {
  expect(typed("gf")).toEqual([null, "f"]);
  expect(typed("fo")).toEqual([null, null]);
  expect(typed("gfo")).toEqual([null, "f", null]);
});

it("a jump is forgotten after a pause or another key", () => {
  expect(typed("g.f")).toEqual([null, null]);
  expect(typed("g1f")).toEqual([null, null, null]);
});

it("the list can be asked for at any moment", () => {
  expect(typed("g?f")).toEqual([null, "?", null]);
});
