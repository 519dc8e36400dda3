import { describe, expect, it } from "vitest";
import type { CandidateRow } from "#lib/contracts/decision.ts";
import type { FactorName } from "#lib/contracts/routing.ts";
import { wouldWin } from "./would-win.ts";

const NOTHING_UNJUDGED: ReadonlySet<FactorName> = new Set();

function rowFixture(agentName: string, total: number, changes: Partial<CandidateRow> = {}): CandidateRow {
  return {
    agentId: `agt_${agentName}`,
    agentName,
    configuration: null,
    eligible: true,
    refusals: [],
    factors: [{ factor: "performance", score: 0.851, weight: 1, contribution: 0.851 }],
    total,
    successProbability: 0.851,
    costNanoUsd: null,
    durationP50Ms: null,
    propensity: null,
    live: null,
    toWin: null,
    ...changes,
  };
}

const said = (row: CandidateRow, winner: CandidateRow) => wouldWin(row, winner, NOTHING_UNJUDGED);
const only = (factor: FactorName, score: number): Partial<CandidateRow> => ({
  factors: [{ factor, score, weight: 1, contribution: score }],
});

describe("what would win", () => {
  it("differs in print from what is there now", () => {
    expect(said(rowFixture("bob", 0.851), rowFixture("ada", 0.8512))).toBe(
      "Less than 0.001 behind ada; would win with a success probability above 85.13% (now 85.10%).",
    );
    expect(said(rowFixture("bob", 0.5, only("experience", 0.5)), rowFixture("ada", 0.5006))).toBe(
      "Less than 0.001 behind ada; would win with more outcomes of its own (experience above 0.501, now 0.500).",
    );
  });

  it("keeps to one decimal where that is enough", () => {
    expect(said(rowFixture("bob", 0.851), rowFixture("ada", 0.901))).toBe(
      "0.050 behind ada; would win with a success probability above 90.1% (now 85.1%).",
    );
  });

  it("leaves out what no print could tell apart, or nobody could do", () => {
    const nothing = "Less than 0.001 behind ada.";
    const winner = rowFixture("ada", 0.500001);
    expect(said(rowFixture("bob", 0.5, { ...only("cost", 0.5), costNanoUsd: "2000000000" }), winner)).toBe(nothing);
    expect(said(rowFixture("bob", 0.5, { ...only("latency", 0.5), durationP50Ms: 1 }), winner)).toBe(nothing);
  });

  it("is nothing at equal totals: the name decides, or the winner was tried out", () => {
    expect(said(rowFixture("bob", 0.5), rowFixture("ada", 0.5))).toBe("Level with ada; equal totals go by name.");
    expect(said(rowFixture("ada", 0.5), rowFixture("bob", 0.5))).toBe("Level with bob, which was tried out.");
    expect(said(rowFixture("bob", 0.6), rowFixture("ada", 0.5))).toBe("Had the better total; ada was tried out.");
  });
});
