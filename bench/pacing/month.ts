import type { BudgetHeadroom } from "#lib/contracts/routing.ts";
import { taskSchema } from "#lib/contracts/task.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { type DemandShape, demandShape, expectedDemand } from "#lib/engines/cost/pacing/demand-shape.ts";
import { paceBudget } from "#lib/engines/cost/pacing/pace-budget.ts";
import type { PacedChoice } from "#lib/engines/cost/pacing/paced-choice.ts";
import { pacedChoiceOf } from "#lib/engines/routing/paced-choice-of.ts";
import type { TaskRouter } from "#lib/engines/routing/task-router.ts";
import { DEMO_AGENTS } from "#prisma/seed/demo/agents.ts";
import { type Arrival, arrivals, DEMO_DAYS } from "#prisma/seed/demo/arrivals.ts";
import { happens } from "#prisma/seed/demo/world.ts";

const HOUR_MS = 3_600_000;
const MONTH_MS = DEMO_DAYS * 24 * HOUR_MS;
/** As the product keeps them. */
const CHOICES_KEPT = 256;
/** Decisions after which the price of a dollar is solved again. */
const SOLVED_EVERY = 16;

export interface MonthEnd {
  tasks: number;
  refused: number;
  succeeded: number;
  spentNanoUsd: number;
  /** Most of the limit that was ever used. */
  mostUsedShare: number;
  /** Share of the month that had passed at the last task that was placed. */
  lastPlacedShare: number;
}

/** How demand came in the month before: what the pace is planned by. */
export function demandBefore(seed: number, startMs: number, tasks: number): DemandShape | null {
  const counts = arrivals(seed + 7919, startMs, tasks).map((hour) => hour.length);
  return demandShape(counts, startMs - MONTH_MS);
}

/** Routes a month of tasks under one blocking budget; every outcome is settled before the next task comes. */
export function runMonth(
  router: TaskRouter,
  stream: readonly Arrival[],
  options: { seed: number; endMs: number; limitNanoUsd: number; demand: DemandShape | null },
): MonthEnd {
  const { seed, endMs, limitNanoUsd, demand } = options;
  const startMs = endMs - MONTH_MS;
  const agentOf = new Map(DEMO_AGENTS.map((agent) => [agent.name, agent]));
  const choices: PacedChoice[] = [];
  let pace: BudgetHeadroom["pace"];
  let spent = 0;
  const end: MonthEnd = { tasks: 0, refused: 0, succeeded: 0, spentNanoUsd: 0, mostUsedShare: 0, lastPlacedShare: 0 };
  const before = demand ? expectedDemand(demand, startMs, endMs) : 0;
  for (const arrival of stream) {
    if (demand && end.tasks % SOLVED_EVERY === 0) {
      const expectedDecisions = expectedDemand(demand, arrival.atMs, endMs);
      const demandShare = 1 - expectedDecisions / before;
      pace = paceBudget({ limitNanoUsd, usedNanoUsd: spent, demandShare, expectedDecisions, choices }) ?? undefined;
    }
    const budget = headroom(limitNanoUsd, spent, pace);
    const task = taskSchema.parse({
      type: arrival.task.type,
      description: arrival.description,
      required_capabilities: [...arrival.requires],
    });
    const result = router.route(task, {
      nowMs: arrival.atMs,
      seed: arrival.index,
      exploredNanoUsd: 0,
      budgets: [budget],
      unavailableConfigurations: new Set(),
      handedOverFrom: null,
      configurations: () => null,
    });
    end.tasks++;
    if (demand) {
      const choice = pacedChoiceOf(result, budget);
      if (choice) choices.push(choice);
      if (choices.length > CHOICES_KEPT) choices.shift();
    }
    const agent = agentOf.get(result.agents[result.chosen]?.name ?? "");
    const price = result.configuration?.price;
    if (!agent || !price) {
      end.refused++;
      continue;
    }
    const outcome = happens(seed, arrival, agent, null, Number.POSITIVE_INFINITY);
    spent += Number(estimateCostNanoUsd(price, outcome));
    if (outcome.success) end.succeeded++;
    end.mostUsedShare = Math.max(end.mostUsedShare, spent / limitNanoUsd);
    end.lastPlacedShare = (arrival.atMs - startMs) / MONTH_MS;
  }
  return { ...end, spentNanoUsd: spent };
}

function headroom(limit: number, spent: number, pace: BudgetHeadroom["pace"]): BudgetHeadroom {
  return {
    id: "bud_month",
    name: "Month",
    action: "block",
    windowStartMs: 0,
    resetsAtMs: null,
    limitNanoUsd: BigInt(Math.round(limit)),
    remainingNanoUsd: BigInt(Math.round(limit - spent)),
    pace,
    agentName: null,
    role: null,
    provider: null,
    configuration: null,
  };
}
