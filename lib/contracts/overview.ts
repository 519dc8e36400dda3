import type { AgentView, FleetKind } from "./agent.ts";
import type { BudgetView } from "./budget.ts";
import type { DecisionRow } from "./decision.ts";
import type { ModelKind } from "./model.ts";
import type { BudgetOutlook } from "./spend-forecast.ts";
import type { TrialMode } from "./trial.ts";

/** How a lamp shines: on = working, off = not in use, caution = look, danger = act. */
export const LAMP_STATES = ["on", "off", "caution", "danger"] as const;
export type LampState = (typeof LAMP_STATES)[number];

export const LAMP_NAMES = ["routing", "providers", "budgets", "models", "health", "database"] as const;
export type LampName = (typeof LAMP_NAMES)[number];

export interface Lamp {
  name: LampName;
  state: LampState;
  /** One sentence: "412 decisions in the last hour, 3 found nobody." */
  sentence: string;
}

/** Something a person must look at, and where. */
export interface AttentionItem {
  id: string;
  severity: "caution" | "danger";
  href: string;
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

/** The calendar month (UTC), as known within the last minutes. Money as decimal text of nano-dollars. */
export interface MonthSpend {
  end: string;
  /** Of the tasks decided in it whose cost is known. */
  spentNanoUsd: string;
  /** Tasks of it whose cost nobody knows: they are in no sum, and not free. */
  unpriced: number;
  /** Full hours of spending before now. */
  historyHours: number;
  /** By its end; or how many hours of history that takes. */
  forecast:
    | { kind: "forecast"; p50NanoUsd: string; low80NanoUsd: string; high80NanoUsd: string }
    | { kind: "not_enough_history"; neededHours: number };
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
    /** Of the budget a day that covers everything; null: there is none. */
    dayLimit: { name: string; nanoUsd: string } | null;
    /** Null: still being added up. */
    month: MonthSpend | null;
    /** Those in danger first: used up, near the limit or likely to run out; then the fullest. At most 4. */
    budgets: BudgetView[];
    /** Of these budgets, as far as it can be foretold. */
    outlooks: BudgetOutlook[];
  };
  production: ProductionModel[];
  fleets: { name: string; kind: FleetKind; agents: AgentView[] }[];
}
