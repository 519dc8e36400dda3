import type { BudgetHeadroom, RoutableConfiguration } from "#lib/contracts/routing.ts";
import type { FleetColumns } from "./fleet-columns.ts";

/** A budget made ready to be tested against thousands of rows. */
export interface ScopedBudget {
  budget: BudgetHeadroom;
  remainingNanoUsd: number;
  limitNanoUsd: number;
  /** -1: any; -2: names something this fleet does not have. */
  row: number;
  role: number;
}

const ANY = -1;
const NOBODY = -2;

/** Looks the names of a budget's scope up in the fleet, once for all rows. */
export function scopedBudget(fleet: FleetColumns, budget: BudgetHeadroom): ScopedBudget {
  const role = budget.role === null ? ANY : fleet.roles.indexOf(budget.role);
  return {
    budget,
    remainingNanoUsd: Number(budget.remainingNanoUsd),
    limitNanoUsd: Number(budget.limitNanoUsd),
    row: budget.agentName === null ? ANY : (fleet.rowOfName.get(budget.agentName) ?? NOBODY),
    role: budget.role !== null && role < 0 ? NOBODY : role,
  };
}

/** True when spending of this row, running this configuration, would count against the budget. */
export function concerns(
  scoped: ScopedBudget,
  fleet: FleetColumns,
  row: number,
  configuration: RoutableConfiguration | undefined,
): boolean {
  const { budget } = scoped;
  if (scoped.row !== ANY && scoped.row !== row) return false;
  if (scoped.role !== ANY && scoped.role !== fleet.role[row]) return false;
  if (budget.provider !== null && budget.provider !== configuration?.provider) return false;
  return budget.configuration === null || budget.configuration === configuration?.ref;
}
