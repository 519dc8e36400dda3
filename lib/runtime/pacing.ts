import { canPace } from "#lib/contracts/budget.ts";
import type { BudgetHeadroom, BudgetPace } from "#lib/contracts/routing.ts";
import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { type DemandShape, demandShape, expectedDemand } from "#lib/engines/cost/pacing/demand-shape.ts";
import { paceBudget } from "#lib/engines/cost/pacing/pace-budget.ts";
import type { PacedChoice } from "#lib/engines/cost/pacing/paced-choice.ts";
import { pacedChoiceOf } from "#lib/engines/routing/paced-choice-of.ts";
import type { RoutingResult } from "#lib/engines/routing/routing-result.ts";
import { type BudgetRow, listBudgets } from "#lib/store/budget.ts";
import { db } from "#lib/store/client.ts";
import { denseHours, spendHoursOfScope } from "#lib/store/hourly-spend.ts";

const HOUR_MS = 3_600_000;
const DEMAND_MS = 28 * 24 * HOUR_MS;
const DEMAND_READ_EVERY_MS = 600_000;
/** Of the newest decisions; one in a while is enough of a fleet that decides a thousand times a second. */
const CHOICES_KEPT = 256;
const CHOICE_EVERY_MS = 50;
/** A price is solved anew after so long, or when so much of the limit was used meanwhile. */
const SOLVED_FOR_MS = 5_000;
const SOLVED_FOR_SHARE = 0.002;

interface Pacing {
  choices: PacedChoice[];
  sampledAtMs: number;
  demand: DemandShape | null;
  demandReadAtMs: number;
  solved: { atMs: number; usedShare: number; windowStartMs: number; pace: BudgetPace | undefined } | null;
}

const state = () => processState("runtime.pacing", () => new Map<string, Pacing>());

function pacingOf(budgetId: string): Pacing {
  const known = state().get(budgetId);
  if (known) return known;
  const never = Number.NEGATIVE_INFINITY;
  const made: Pacing = { choices: [], sampledAtMs: never, demand: null, demandReadAtMs: never, solved: null };
  state().set(budgetId, made);
  return made;
}

type PacedTerms = Pick<BudgetRow, "action" | "alignment" | "period" | "paced">;

const paces = (budget: PacedTerms): boolean => budget.paced && canPace(budget);

export interface PacedWindow {
  startMs: number;
  endMs: number | null;
  limitNanoUsd: bigint;
  usedNanoUsd: bigint;
}

/** How the budget is doing against its period; undefined where it does not pace, or not yet enough is known to. */
export function paceOf(
  budget: PacedTerms & Pick<BudgetRow, "id">,
  { startMs, endMs, limitNanoUsd, usedNanoUsd }: PacedWindow,
  nowMs: number,
): BudgetPace | undefined {
  if (!paces(budget) || endMs === null) return undefined;
  const own = pacingOf(budget.id);
  const usedShare = Number(usedNanoUsd) / Number(limitNanoUsd);
  const { solved } = own;
  const isFresh =
    solved !== null &&
    solved.windowStartMs === startMs &&
    Math.abs(nowMs - solved.atMs) < SOLVED_FOR_MS &&
    Math.abs(usedShare - solved.usedShare) < SOLVED_FOR_SHARE;
  if (isFresh) return solved.pace;
  const whole = own.demand ? expectedDemand(own.demand, startMs, endMs) : 0;
  const expectedDecisions = own.demand ? expectedDemand(own.demand, nowMs, endMs) : 0;
  const found =
    whole > 0
      ? paceBudget({
          limitNanoUsd: Number(limitNanoUsd),
          usedNanoUsd: Number(usedNanoUsd),
          demandShare: 1 - expectedDecisions / whole,
          expectedDecisions,
          choices: own.choices,
        })
      : null;
  own.solved = { atMs: nowMs, usedShare, windowStartMs: startMs, pace: found ?? undefined };
  return own.solved.pace;
}

/** Learns from a decision what the budgets that concern it could have bought. */
export function notePacedChoice(result: RoutingResult, budgets: readonly BudgetHeadroom[], nowMs: number): void {
  for (const budget of budgets) {
    if (budget.action === "alert") continue;
    const own = pacingOf(budget.id);
    if (Math.abs(nowMs - own.sampledAtMs) < CHOICE_EVERY_MS) continue;
    // Also where nothing can be learned: under many budgets, looking at every decision costs as much as deciding it.
    own.sampledAtMs = nowMs;
    const choice = pacedChoiceOf(result, budget);
    if (!choice) continue;
    own.choices.push(choice);
    if (own.choices.length > CHOICES_KEPT) own.choices.shift();
  }
}

/**
 * Reads how the demand under each budget that paces spread over the last four weeks, where that was not done in the last
 * ten minutes, and forgets budgets that are gone.
 */
export async function refreshDemand(nowMs: number = systemClock.nowMs()): Promise<void> {
  const budgets = await listBudgets(db());
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const kept = new Set(budgets.map(({ id }) => id));
  for (const id of state().keys()) if (!kept.has(id)) state().delete(id);
  for (const budget of budgets) {
    if (!paces(budget)) continue;
    const own = pacingOf(budget.id);
    if (Math.abs(nowMs - own.demandReadAtMs) < DEMAND_READ_EVERY_MS) continue;
    const { startMs, hours } = denseHours(await spendHoursOfScope(db(), budget.scope, toMs - DEMAND_MS, toMs), toMs);
    own.demand = demandShape(
      hours.map(({ tasks }) => tasks),
      startMs,
    );
    own.demandReadAtMs = nowMs;
    own.solved = null;
  }
}
