import { z } from "zod";

export const BUDGET_PERIODS = ["hour", "day", "week", "month", "total"] as const;
export const BUDGET_ACTIONS = ["alert", "downgrade", "block"] as const;

/** Every part that is named must match the request or candidate; an empty scope is everything. */
export const budgetScopeSchema = z.strictObject({
  fleet: z.string().max(120).optional(),
  agent: z.string().max(120).optional(),
  role: z.string().max(64).optional(),
  provider: z.string().max(64).optional(),
  configuration: z.string().max(200).optional(),
  key: z.string().max(64).optional(),
  tag: z.string().max(64).optional(),
});
export type BudgetScope = z.infer<typeof budgetScopeSchema>;

export const saveBudgetSchema = z.strictObject({
  /** Absent when the budget is new. */
  id: z.string().optional(),
  name: z.string().trim().min(1, "Name the budget").max(120),
  scope: budgetScopeSchema,
  limitUsd: z
    .number("Write the limit in USD")
    .positive("A limit is more than $0")
    .min(0.000001, "A limit is at least a millionth of a dollar")
    .max(1_000_000_000),
  period: z.enum(BUDGET_PERIODS),
  timeZone: z.string().min(1).max(64).default("UTC"),
  action: z.enum(BUDGET_ACTIONS),
});
export type SaveBudget = z.infer<typeof saveBudgetSchema>;

/** Money as decimal text of nano-dollars. */
export interface BudgetView {
  id: string;
  name: string;
  scope: BudgetScope;
  limitNanoUsd: string;
  spentNanoUsd: string;
  heldNanoUsd: string;
  remainingNanoUsd: string;
  period: (typeof BUDGET_PERIODS)[number];
  timeZone: string;
  action: (typeof BUDGET_ACTIONS)[number];
  windowStart: string;
  /** Null for period "total". */
  windowEnd: string | null;
  state: "ok" | "near_limit" | "exhausted";
}
