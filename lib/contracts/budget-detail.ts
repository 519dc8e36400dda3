import type { AlertView } from "./alert.ts";
import type { BudgetEffectKind, BudgetView } from "./budget.ts";
import type { CostValue } from "./cost-explorer.ts";
import type { DecisionVerdict } from "./decision.ts";
import type { BudgetPace } from "./routing.ts";

/** One entry of a budget's ledger. Money as decimal text of nano-dollars. */
export interface LedgerEntryView {
  id: string;
  at: string;
  kind: string;
  /** Null: an edit of the budget made it. */
  decisionId: string | null;
  heldNanoUsd: string;
  spentNanoUsd: string;
  windowStart: string;
}

/** A decision that a budget refused or made cheaper. */
export interface BudgetEffectView {
  decisionId: string;
  at: string;
  kind: BudgetEffectKind;
  /** Null: the decision is gone with its fleet. */
  decision: { fleetName: string; taskType: string; verdict: DecisionVerdict; reason: string } | null;
}

/** What somebody's or something's tasks in the window in force have cost. */
export interface Spender extends CostValue {
  tasks: number;
  costNanoUsd: string;
  /** Tasks whose cost nobody knows: they are in no sum. */
  unpricedTasks: number;
}

export const SPENDER_DIMENSIONS = ["agent", "configuration", "key"] as const;
export type SpenderDimension = (typeof SPENDER_DIMENSIONS)[number];

/** Who spends a budget. Money as decimal text of nano-dollars. */
export interface TopSpenders {
  /** Of the window, widened to full hours. */
  from: string;
  totalNanoUsd: string;
  /** Dearest first; the others are left out. */
  by: Record<SpenderDimension, Spender[]>;
}

/** `/budgets/{id}`. */
export interface BudgetDetail {
  budget: BudgetView;
  /** Names no agent of any fleet now. */
  idle: boolean;
  /** Null: it does not pace, or not yet enough is known to. */
  pace: BudgetPace | null;
  /** Of the window in force, newest first. */
  entries: LedgerEntryView[];
  /** Newest first. */
  effects: BudgetEffectView[];
  /** Newest first, resolved ones too. */
  alerts: AlertView[];
}
