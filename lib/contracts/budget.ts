import { z } from "zod";

export const BUDGET_PERIODS = ["hour", "day", "week", "month", "total"] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** Calendar: from midnight, Monday, the first. Rolling: the last hour, 24 hours, 7 or 30 days. */
export const BUDGET_ALIGNMENTS = ["calendar", "rolling"] as const;
export type BudgetAlignment = (typeof BUDGET_ALIGNMENTS)[number];

export const BUDGET_ACTIONS = ["alert", "downgrade", "block"] as const;
export type BudgetAction = (typeof BUDGET_ACTIONS)[number];

/** What a request says it is for: a project, a client. */
export const budgetTagsSchema = z.array(z.string().min(1).max(64)).max(20);

/** Every part that is named must match the request or candidate; an empty scope is everything. */
export const budgetScopeSchema = z.strictObject({
  fleet: z.string().max(120).optional(),
  agent: z.string().max(120).optional(),
  role: z.string().max(64).optional(),
  provider: z.string().max(64).optional(),
  configuration: z.string().max(200).optional(),
  /** Id of an agent key, or of a person. */
  key: z.string().max(64).optional(),
  tag: z.string().max(64).optional(),
});
export type BudgetScope = z.infer<typeof budgetScopeSchema>;

const usdSchema = z.number("Write an amount in USD").positive("More than $0").max(1_000_000_000);

/** Where spending becomes worth telling somebody: a share of the limit, or an amount. */
export const budgetThresholdSchema = z.union([
  z.strictObject({ percent: z.number().positive("More than 0%").max(1_000) }),
  z.strictObject({ usd: usdSchema }),
]);
export type BudgetThreshold = z.infer<typeof budgetThresholdSchema>;

export const MAX_THRESHOLDS = 10;
export const DEFAULT_THRESHOLDS: readonly BudgetThreshold[] = [{ percent: 80 }, { percent: 100 }];

/** What an edit does with the spending of the window it falls into; a reset is an entry of the ledger, never a deletion. */
export const USAGE_CHOICES = ["keep", "reset"] as const;

export const saveBudgetSchema = z
  .strictObject({
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
    alignment: z.enum(BUDGET_ALIGNMENTS).default("calendar"),
    timeZone: z.string().min(1).max(64).default("UTC"),
    action: z.enum(BUDGET_ACTIONS),
    thresholds: z
      .array(budgetThresholdSchema)
      .max(MAX_THRESHOLDS)
      .default([...DEFAULT_THRESHOLDS]),
    usage: z.enum(USAGE_CHOICES).default("keep"),
    /** Cost counts more in the choice while the budget would run out before its period ends; says nothing where it only alerts, rolls or never ends. */
    paced: z.boolean().default(true),
  })
  .refine(({ period, alignment }) => period !== "total" || alignment === "calendar", {
    path: ["alignment"],
    message: "A budget in total never forgets: it cannot roll",
  });
/** As somebody writes it; what is left out has a default. */
export type SaveBudget = z.input<typeof saveBudgetSchema>;

/** More room until a moment, and why. */
export const raiseBudgetSchema = z.strictObject({
  id: z.string().max(64),
  byUsd: usdSchema,
  until: z.iso.datetime({ offset: true }),
  reason: z.string().trim().min(3, "Say why").max(500),
});

export const endRaiseSchema = z.strictObject({ id: z.string().max(64) });

export const pauseBudgetSchema = z.strictObject({
  id: z.string().max(64),
  paused: z.boolean(),
  reason: z.string().trim().min(3, "Say why").max(500),
});

/** Spending of the window in force counts from nothing again. */
export const resetBudgetSchema = z.strictObject({
  id: z.string().max(64),
  reason: z.string().trim().min(3, "Say why").max(500),
});

/** A raise that is, or will be, over by itself. Money as decimal text of nano-dollars. */
export interface BudgetRaise {
  byNanoUsd: string;
  until: string;
  reason: string;
  raisedBy: string;
}

export type BudgetState = "ok" | "near_limit" | "exhausted" | "paused";

/** Money as decimal text of nano-dollars. */
export interface BudgetView {
  id: string;
  name: string;
  scope: BudgetScope;
  /** As it was set; `effectiveLimitNanoUsd` is what holds now, a raise included. */
  limitNanoUsd: string;
  effectiveLimitNanoUsd: string;
  spentNanoUsd: string;
  heldNanoUsd: string;
  /** Of the effective limit; below zero where more was spent than it allows. */
  remainingNanoUsd: string;
  /** Spent without having been held before: actuals above their hold, and costs that came after it had expired. */
  unheldNanoUsd: string;
  period: BudgetPeriod;
  alignment: BudgetAlignment;
  timeZone: string;
  action: BudgetAction;
  thresholds: BudgetThreshold[];
  /** As it was set; `canPace` says whether it does anything. */
  paced: boolean;
  raise: BudgetRaise | null;
  paused: { since: string; by: string; reason: string } | null;
  windowStart: string;
  /** Of a rolling window when its oldest bucket leaves it. Null for period "total". */
  windowEnd: string | null;
  state: BudgetState;
}

/** Nothing is made cheaper by a budget that only alerts, and what rolls or never resets has no end to last until. */
export function canPace({ action, alignment, period }: Pick<BudgetView, "action" | "alignment" | "period">): boolean {
  return action !== "alert" && alignment === "calendar" && period !== "total";
}

/** What a budget did to a decision. */
export const BUDGET_EFFECTS = ["blocked", "downgraded"] as const;
export type BudgetEffectKind = (typeof BUDGET_EFFECTS)[number];
