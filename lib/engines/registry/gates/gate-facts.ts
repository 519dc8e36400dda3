import type { GateName, GateResult } from "#lib/contracts/gate.ts";
import type { GateBounds } from "#lib/contracts/model-policy.ts";
import type { ReplayVerdict } from "#lib/contracts/replay.ts";

/** A difference candidate minus production, with its 95% interval; paired where both were measured on the same tasks. */
export interface Difference {
  candidate: number;
  production: number;
  difference: number;
  ci95: [number, number];
  n: number;
}

/** What two versions made of tasks that were kept from them. */
export interface HeldOutComparison {
  /** Which tasks these are and who may have seen them, in words. */
  how: string;
  /** What `success` is: of a kind that chooses nobody another figure, 0-1 and higher is better. */
  quality: string;
  /** Success of the chosen agents; null where of each task only one agent's outcome is known. */
  success: Difference | null;
  /** Mean squared error of the foretold success; less is better. */
  brier: Difference | null;
}

export interface CalibrationFact {
  error: number;
  n: number;
  /** What a perfectly calibrated model stays below 199 times of 200 with so few outcomes. */
  byChance: number;
  how: string;
}

/** Outcomes that arrived since the version in production was trained, against those it knew. */
export interface SourceShare {
  /** Who reported most of the new ones. */
  key: string;
  newOutcomes: number;
  newShare: number;
  oldShare: number;
}

export interface AgentShare {
  agent: string;
  before: number;
  after: number;
}

/** Everything the gates look at, collected beforehand; null is "nobody knows". */
export interface GateFacts {
  version: number;
  /** What production names; null: nothing yet. */
  against: number | null;
  artifact: {
    sizeBytes: number;
    /** Why size, hash, layout or numbers are refused; null: they are not. */
    refused: string | null;
    /** Why the model cannot be made of it or does not answer as it did when it was written; null: it does. */
    golden: string | null;
    /** Wall time to check and open it as a process does; null when it could not be opened. */
    loadMs: number | null;
  };
  data: {
    rows: number;
    /** What they are: outcomes, texts, tasks. */
    called: string;
    agents: number;
    rowsByAgent: readonly { agent: string; rows: number }[] | null;
    flood: SourceShare | null;
  };
  comparison: HeldOutComparison | null;
  calibration: CalibrationFact | null;
  /** The newest one that has ended well. */
  replay: { verdict: ReplayVerdict; summary: string; against: number | null } | null;
  shares: { of: string; agents: readonly AgentShare[] } | null;
  /** Addresses of the pages with the evidence. */
  hrefs: { version: string; compare: string | null; replay: string | null };
}

export type Gate = (facts: GateFacts, bounds: GateBounds) => GateResult;

type Finding = Omit<GateResult, "gate">;

/** A gate that neither passes nor refuses, with the reason. */
export function noSay(gate: GateName, sentence: string): GateResult {
  return { gate, verdict: "not_applicable", sentence, value: null, bound: null, unit: null, href: null };
}

/** A gate's answer; what is left out is not known. */
export function found(
  gate: GateName,
  passed: boolean,
  finding: Pick<Finding, "sentence"> & Partial<Finding>,
): GateResult {
  return { gate, value: null, bound: null, unit: null, href: null, ...finding, verdict: passed ? "pass" : "fail" };
}

export const SWITCHED_OFF = "Switched off by the model's policy.";

/** "12.3%", "1.2 points": shares and their differences as people read them. */
export const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
export const points = (share: number) => `${(share * 100).toFixed(1)} points`;
export const count = (n: number) => n.toLocaleString("en-US");
