"use server";

import { archiveBudget } from "#lib/services/budgets/archive-budget.ts";
import { endRaise } from "#lib/services/budgets/end-raise.ts";
import { pauseBudget } from "#lib/services/budgets/pause-budget.ts";
import { raiseBudget } from "#lib/services/budgets/raise-budget.ts";
import { resetBudget } from "#lib/services/budgets/reset-budget.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { runAction } from "#lib/transport/action.ts";

export async function saveBudgetAction(input: unknown) {
  return runAction(saveBudget, input);
}

export async function archiveBudgetAction(input: unknown) {
  return runAction(archiveBudget, input);
}

export async function raiseBudgetAction(input: unknown) {
  return runAction(raiseBudget, input);
}

export async function endRaiseAction(input: unknown) {
  return runAction(endRaise, input);
}

export async function pauseBudgetAction(input: unknown) {
  return runAction(pauseBudget, input);
}

export async function resetBudgetAction(input: unknown) {
  return runAction(resetBudget, input);
}
