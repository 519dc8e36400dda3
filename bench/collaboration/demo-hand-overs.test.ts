import { expect, it } from "vitest";
import { pairUplifts } from "#lib/engines/behavior/collaboration/pair-uplift.ts";
import { PAIR_EFFECTS } from "#prisma/seed/demo/teams.ts";
import { demoHandOvers } from "./demo-hand-overs.ts";

const HOUR_MS = 3_600_000;
const DAYS = 10;
const SEED = 7;

it("the demo's planted pairs are found whatever the day and hour it is made at", { timeout: 240_000 }, () => {
  for (let day = 0; day < DAYS; day++) {
    const endMs = Date.UTC(2026, 10, 26, 12) + day * 31 * HOUR_MS;
    const pairs = pairUplifts(demoHandOvers(SEED, endMs), "success");
    const told = PAIR_EFFECTS.map(({ agent, after, logits }) => {
      const pair = pairs.find((one) => one.agent === agent && one.partner === after);
      return pair?.isFound && Math.sign(pair.observed.value) === Math.sign(logits);
    });
    expect(told, new Date(endMs).toISOString()).toEqual(PAIR_EFFECTS.map(() => true));
  }
});
