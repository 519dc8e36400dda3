import type { AgentView, FleetKind } from "./agent.ts";
import type { BudgetView } from "./budget.ts";
import type { DecisionRow } from "./decision.ts";
import type { ModelKind } from "./model.ts";
import type { TrialMode } from "./trial.ts";

/** How a lamp shines: on = working, off = not in use, caution = look, danger = act. */
export const LAMP_STATES = ["on", "off", "caution", "danger"] as const;
export type LampState = (typeof LAMP_STATES)[number];

export const LAMP_NAMES = ["routing", "providers", "budgets", "models", "jobs", "database"] as const;
export type LampName = (typeof LAMP_NAMES)[number];

export interface Lamp {
  name: LampName;
  state: LampState;
  /** One sentence: "412 decisions in the last hour, 3 found nobody." */
  sentence: string;
}

/** Something a person must look at; `entityId` is what the page of its topic opens. */
export interface AttentionItem {
  id: string;
  severity: "caution" | "danger";
  topic: "health" | "budget" | "agent" | "model" | "decision";
  entityId: string;
  /** What is wrong, in one sentence a person can act on. */
  sentence: string;
  since: string | null;
}

/** What production serves of one registered model. */
export interface ProductionModel {
  name: string;
  kind: ModelKind;
  version: number | null;
  since: string | null;
  pinned: boolean;
  /** Tried on live traffic now, the newest first. */
  trials: { mode: TrialMode; version: number }[];
  /** A newer version that waits in staging for somebody's decision, and since when. */
  waiting: { version: number; since: string } | null;
  /** Where the reader may send production back to; null when there is nowhere or it is not theirs to do. */
  rollbackTo: number | null;
  /** Processes seen in the last minute, and how many of them serve this version. */
  replicasServing: number;
  replicasSeen: number;
}

/** The first screen. Money as decimal text of nano-dollars. */
export interface Overview {
  at: string;
  /** In the order of LAMP_NAMES. */
  lamps: Lamp[];
  /** Danger first, then the oldest. Empty: nothing needs a person. */
  attention: AttentionItem[];
  /** The newest 20. */
  decisions: DecisionRow[];
  lastHour: { decisions: number; nobodyFits: number; judged: number; unjudged: number; failed: number };
  spend: {
    /** The day so far, in this zone: settled cost of outcomes, and open holds. */
    timeZone: string;
    dayStart: string;
    spentNanoUsd: string;
    heldNanoUsd: string;
    /** Outcomes of the day whose cost nobody knows: they are in no sum, and not free. */
    unpriced: number;
    /** Settled cost by hour of the day so far; hours without an outcome are absent. */
    hours: { start: string; spentNanoUsd: string }[];
    /** Budgets of period "day" or shorter without scope parts come first, then the fullest. At most 3. */
    budgets: BudgetView[];
  };
  production: ProductionModel[];
  fleets: { name: string; kind: FleetKind; agents: AgentView[] }[];
}
