import type { ServiceContext } from "#lib/auth/context.ts";
import { BUDGET_PERIODS, type BudgetScope, type SaveBudget } from "#lib/contracts/budget.ts";
import type { TrainableKind } from "#lib/contracts/training.ts";
import { seededRandom } from "#lib/core/random.ts";
import { listBudgets } from "#lib/queries/budgets.ts";
import { archiveBudget } from "#lib/services/budgets/archive-budget.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";
import { KINDS, textOf } from "./tasks.ts";

export const AGENTS = 14;
const CAPABILITIES = KINDS.map(({ needs }) => needs);
const HISTORY_ROUNDS = 40;
const TASKS_A_ROUND = 20;

/** A fleet that nothing was trained for. @returns a key of it */
export async function makeFleet(ctx: ServiceContext, name: string): Promise<string> {
  await createFleet({ ctx, input: { name, description: "Load test" } });
  for (let i = 0; i < AGENTS; i++) {
    const input = {
      fleetName: name,
      name: `agent_${String(i + 1).padStart(3, "0")}`,
      role: "researcher",
      concurrency_limit: 10_000,
      configuration: "anthropic/researcher",
      capabilities: CAPABILITIES.map((capability, k) => ({
        name: capability,
        level: 0.5 + ((i * 7 + k * 3) % 10) / 20,
      })),
    };
    await putAgent({ ctx, input });
  }
  const { token } = await createAgentKey({ ctx, input: { name: "load test", fleetName: name } });
  return token;
}

/** Blocking budgets with room for everything, each of which holds for every task of the fleet. */
export async function makeBudgets(ctx: ServiceContext, fleet: string, count: number): Promise<void> {
  const rest: BudgetScope[] = [
    {},
    { role: "researcher" },
    { provider: "anthropic" },
    { configuration: "anthropic/researcher" },
    { role: "researcher", provider: "anthropic" },
  ];
  for (let i = 0; i < count; i++) {
    const input: SaveBudget = {
      name: `${fleet} ${i + 1}`,
      scope: { fleet, ...rest[i % rest.length] },
      limitUsd: 100_000_000,
      period: BUDGET_PERIODS[i % BUDGET_PERIODS.length] ?? "day",
      timeZone: "Europe/Vienna",
      action: "block",
    };
    await saveBudget({ ctx, input });
  }
}

export async function archiveBudgets(ctx: ServiceContext, fleet: string): Promise<void> {
  const own = (await listBudgets({ ctx })).filter(({ scope }) => scope.fleet === fleet);
  for (const { id } of own) await archiveBudget({ ctx, input: { id } });
}

/** A predictor and a capability matcher, trained on a history of the fleet's own and put into production. */
export async function trainFleet(ctx: ServiceContext, name: string): Promise<void> {
  const random = seededRandom(5);
  for (let round = 0; round < HISTORY_ROUNDS; round++) {
    const texts = Array.from({ length: TASKS_A_ROUND }, (_, i) => round * TASKS_A_ROUND + i);
    await Promise.all(texts.map((n) => work(ctx, name, n, random)));
  }
  for (const kind of ["performance_predictor", "capability_matcher"] as const) await promote(ctx, name, kind);
}

async function work(ctx: ServiceContext, fleetName: string, n: number, random: () => number): Promise<void> {
  const kind = KINDS[n % KINDS.length] ?? KINDS[0];
  // Other texts than those of the load.
  const task = { type: kind.type, description: `Before: ${textOf(kind, n)}`, required_capabilities: [kind.needs] };
  // Every agent gets some: of one that never worked nothing is learned.
  const constraints = { agents: [`agent_${String((n % AGENTS) + 1).padStart(3, "0")}`] };
  const request = { task: { ...task, constraints } };
  const { decision_id: decisionId } = await routeTask({ ctx, input: { fleetName, request } });
  const success = random() < 0.5 + (((n % AGENTS) * 5) % 10) / 22;
  const usage = { input_tokens: 2_000, output_tokens: 600 };
  await reportOutcome({
    ctx,
    input: { decisionId, success, duration_ms: Math.round(8_000 + 4_000 * random()), usage },
  });
}

async function promote(ctx: ServiceContext, name: string, kind: TrainableKind): Promise<void> {
  const { version } = await trainVersion({ ctx, input: { fleetName: name, kind } });
  const move = { name, kind, version, expectedVersion: null, reason: "Load test", override: true };
  await moveAlias({ ctx, input: move });
}
