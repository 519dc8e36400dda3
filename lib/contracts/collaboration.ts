/** What a pair of agents is looked at by: how often it hands over, or what the receiver gains by whom it has work from. */
export const COLLABORATION_MEASURES = ["handoffs", "success", "cost", "duration"] as const;
export type CollaborationMeasure = (typeof COLLABORATION_MEASURES)[number];
export type PairMeasure = Exclude<CollaborationMeasure, "handoffs">;

/** The version that knows it. */
export interface BehaviorVersionView {
  version: number;
  sha256: string;
  runs: number;
  interactions: number;
}

/** An agent in the order of the ring. */
export interface CollaborationAgent {
  name: string;
  /** As the fleet has it; of agents that are not registered, as their name says. */
  role: string;
  /** Null: it is not an agent of the fleet (any more). */
  agentId: string | null;
  /** Place on the ring: share of a turn from the top, clockwise, 0-1. */
  turn: number;
  /** Hand-offs. */
  handedOver: number;
  received: number;
  /** Share of work that ends up here when it is handed on and on, 0-1. */
  centrality: number;
  /** What its part in runs looks like; null where it never had a turn. */
  part: "coordinator" | "opener" | "closer" | "assistant" | "relay" | null;
}

export interface CollaborationRole {
  role: string;
  fromTurn: number;
  untilTurn: number;
  agents: number;
}

/**
 * Every pair that hands over, a column a property, the same place in each is the same pair: thousands of pairs are sent
 * with the page. `from` and `to` are places in the list of agents.
 */
export interface CollaborationPairs {
  from: number[];
  to: number[];
  /** Hand-offs. */
  count: number[];
  /** By what the view is measured; null while it is hand-offs alone. */
  uplift: PairUplifts | null;
}

/**
 * How the receiver does after the sender, against what its own record lets expect: a difference of success (0.09 is 9
 * points), or of the natural logarithm of cost or duration. Null: no task of the pair tells.
 */
export interface PairUplifts {
  /** Tasks. */
  n: (number | null)[];
  /** What to believe, shrunk towards what pairs of the fleet are like, and its 95% interval. */
  value: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** Stands after the correction for many pairs: at most 10% of those differ by chance. */
  isFound: boolean[];
}

export interface EstimateView {
  value: number;
  low: number;
  high: number;
}

/** A team of at least two against what its members' own records let expect, by success. */
export interface TeamView {
  members: string[];
  /** Tasks. */
  n: number;
  observed: EstimateView;
  /** Shrunk towards what teams of the fleet are like. */
  believed: EstimateView;
  isFound: boolean;
}

/** An agent that work passes through. */
export interface BottleneckView {
  agent: string;
  agentId: string | null;
  /** Share of all hand-offs that it gives or takes, 0-1. */
  handOffShare: number;
  /** Share of shortest ways between others that cross it, 0-1. */
  betweenness: number;
  /** Share of all waiting for a reply that is waiting for it; null where no times are known. */
  waitingShare: number | null;
  sentence: string;
}

/** What a fleet's behaviour model in production knows, for the graph, the matrix and the lists beside them. */
export interface CollaborationView {
  fleetName: string;
  measure: CollaborationMeasure;
  model: BehaviorVersionView;
  agents: CollaborationAgent[];
  roles: CollaborationRole[];
  pairs: CollaborationPairs;
  /** Most certain first. */
  teams: TeamView[];
  /** Most missed first. */
  bottlenecks: BottleneckView[];
}

/** A fleet without a behaviour model in production, and whether there is anything that one could learn from. */
export interface NoCollaborationView {
  fleetName: string;
  model: null;
  hasInteractions: boolean;
}

/** By one measure, how the receiver of a pair does after the sender. */
export interface PairMeasureView {
  measure: PairMeasure;
  /** Tasks. */
  n: number;
  /** Of this pair alone. */
  observed: EstimateView;
  /** Shrunk towards what pairs of the fleet are like. */
  believed: EstimateView;
  /** Chance that the believed sign is wrong, 0-0.5. */
  falseSignRate: number;
  pValue: number;
  isFound: boolean;
}

/** A hand-off as it happened. */
export interface HandOffEvidence {
  /** Of the interaction, or of the receiver's decision that makes the hand-off. */
  id: string;
  at: string;
  /** Null: told by decisions alone, which are a run of their own. */
  runId: string | null;
  kind: string;
  taskType: string | null;
  /** The receiver's decision; null where the hand-off names none. */
  decisionId: string | null;
  /** Of the receiver's task; null: nobody said. */
  success: boolean | null;
  /** How the whole run ended; null: nobody said. */
  runSucceeded: boolean | null;
  durationMs: number | null;
  costNanoUsd: string | null;
}

/** One agent of a pair. */
export interface PairAgent {
  name: string;
  role: string;
  agentId: string | null;
}

/** A pair with everything that is known of it. */
export interface CollaborationPairView {
  fleetName: string;
  /** Null: no model in production; then only the evidence is known. */
  model: BehaviorVersionView | null;
  from: PairAgent;
  to: PairAgent;
  /** From `from` to `to`, and back. */
  handOffs: number;
  handedBack: number;
  /** Chance, 0-1, that `from` hands over to `to` next; null without a model. */
  chance: number | null;
  /** How many times more often than agents as busy would by chance; null without a model. */
  timesChance: number | null;
  measures: PairMeasureView[];
  /** The newest first. */
  evidence: HandOffEvidence[];
}
