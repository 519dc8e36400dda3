import type { DrillView } from "./fallback.ts";
import type { CheckView, IncidentView, RegressionView } from "./health-check.ts";
import type { ModelKind, PinnedModel } from "./model.ts";
import type { ProbePlanView } from "./probe-plan.ts";

/** One open problem; resolved ones are history and not shown here. */
export interface HealthProblemView {
  id: string;
  topic: string;
  entityId: string;
  code: string;
  message: string;
  since: string;
  lastSeenAt: string;
}

/** What one process serves, from its last poll. */
export interface ReplicaView {
  replicaId: string;
  seenAt: string;
  models: {
    name: string;
    kind: ModelKind;
    version: number;
    /** The version `production` names now; null when the alias is gone. */
    productionVersion: number | null;
  }[];
}

/** The set of configurations that one process has in memory. */
export interface ReplicaConfigurationView {
  replicaId: string;
  configurations: number;
  sha256: string;
  /** The same set as in the database. */
  current: boolean;
  loadedAt: string;
  seenAt: string;
}

/** `throttled`: it asked to wait; `half_open`: its time is over, and the next call decides. */
export type BreakerState = "closed" | "open" | "half_open" | "throttled";

/** An endpoint (provider, address, region, model) as this process has found it. */
export interface EndpointView {
  endpoint: string;
  state: BreakerState;
  failuresInARow: number;
  /** Null: it takes calls now. */
  reopensAt: string | null;
  /** Kind of the newest failure, also after it answered again. */
  lastFailure: string | null;
  /** Null: no call has been answered. */
  lastAnswerAt: string | null;
  lastUsedAt: string;
}

/** The health page. Unknown is null. */
export interface HealthView {
  at: string;
  checks: CheckView[];
  /** Open ones first, then the newest. */
  incidents: IncidentView[];
  /** Of what is worse than usual. */
  regressions: RegressionView[];
  /** Rehearsals that simulated traffic runs now. */
  drills: DrillView[];
  /** May acknowledge and silence. */
  mayAct: boolean;
  /** Oldest first; the check of notes tells of them. */
  problems: HealthProblemView[];
  /** Models whose automatic promotion a roll-back has paused. */
  pinned: PinnedModel[];
  replicas: ReplicaView[];
  /**
   * The configurations in force by the database with the files beside them ("configs/prices.json"), one hash over both,
   * and what each process has in memory.
   */
  configurations: { count: number; files: string[]; sha256: string; replicas: ReplicaConfigurationView[] };
  /** That the process which answers has called. */
  endpoints: EndpointView[];
  database: {
    version: string;
    /** Round trip of the cheapest query, measured now. */
    latencyMs: number;
    sizeBytes: number | null;
    connections: number | null;
    maxConnections: number | null;
  };
  probes: ProbePlanView;
  texts: {
    /** What embeds the texts of tasks; null: models read words and characters alone. */
    embedding: string | null;
    /** How long a task to place waits for it. */
    timeoutMs: number;
  };
  leases: {
    active: number;
    /** Past their time, not yet swept. */
    overdue: number;
    expiredLastDay: number;
    /** Decisions assigned in the last day whose lease ended without an outcome. */
    withoutOutcomeLastDay: number;
  };
}
