import type { RateView } from "./fleet.ts";

/** What the next task would wait for at agents, as decisions count with it now. */
export interface ExpectedWaitsView {
  /** Fleets in which a workload model says. */
  fleets: string[];
  /** Milliseconds by agent id; absent: the agent is full, or nobody says. */
  waitMs: Record<string, number>;
}

/** A capability an agent declares, or was chosen for without declaring it, with what became of it. */
export interface CapabilityEvidence {
  name: string;
  /** As declared, 0-1; null: it is not declared. */
  level: number | null;
  /** Newest decisions that named it, or something it covers, and those whose text was read as asking for it. */
  named: number;
  read: number;
  success: RateView;
  /** Other names it was asked for by, with the matcher's word on how well it covers them, 0-1. */
  coveredNames: { name: string; match: number }[];
}

export interface CapabilityEvidenceView {
  /** Newest decisions looked at. */
  decisions: number;
  capabilities: CapabilityEvidence[];
}

/** How an agent does together with another one, by the behaviour model in production. */
export interface CollaboratorView {
  from: string;
  to: string;
  /** Tasks. */
  n: number;
  /** Difference of success to what the receiver's own record lets expect, shrunk; 0.09 is 9 points. */
  value: number;
  low: number;
  high: number;
  /** Stands after the correction for many pairs. */
  isFound: boolean;
}

export interface CollaboratorsView {
  /** Version of the behaviour model; null: none is in production. */
  version: number | null;
  /** The most telling first. */
  pairs: CollaboratorView[];
}
