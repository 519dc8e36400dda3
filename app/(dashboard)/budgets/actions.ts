"use server";

import { archiveBudget } from "#lib/services/budgets/archive-budget.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { runAction } from "#lib/transport/action.ts";

export async function saveBudgetAction(input: unknown) {
  return runAction(saveBudget, input);
}

export async function archiveBudgetAction(input: unknown) {
  return runAction(archiveBudget, input);
}
