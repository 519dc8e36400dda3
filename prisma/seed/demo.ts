import type { ServiceContext } from "#lib/auth/context.ts";
import { manualClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { refreshBudgets } from "#lib/runtime/budgets.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { DEMO_AGENTS } from "./demo/agents.ts";
import { arrivals, DEMO_DAYS } from "./demo/arrivals.ts";
import { createBudgets, tightenClientBudget } from "./demo/budgets.ts";
import { DemoDay } from "./demo/day.ts";
import { recordOutsideCalls } from "./demo/outside-calls.ts";
import { recordStudies } from "./demo/studies.ts";
import { learnAtTheEnd, trainAndPromote } from "./demo/training.ts";

const DAY_MS = 86_400_000;
const HOURS_A_DAY = 24;
const HOUR_MS = DAY_MS / HOURS_A_DAY;
export const DEMO_FLEET = "demo";
const DEFAULT_SEED = 7;
const DEFAULT_DECISIONS = 5_000;

export interface DemoOptions {
  seed?: number;
  /** The scenario ends now. */
  nowMs: number;
  /** How many tasks arrive in the thirty days. */
  decisions?: number;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Makes the demo fleet through the real services, with a simulated clock: fourteen agents in five roles, thirty days
 * of tasks that end now, an agent that degrades in the last days and one whose mornings are full, a budget near its limit,
 * calls through Signalbox with their prompt caches and some past it without a price, a predictor trained on days 10, 20 and
 * 30, studies in which agents hand work on, and models of workload and behaviour. The same seed and end make the same
 * decisions and outcomes; ids differ.
 */
export async function seedDemo(options: DemoOptions): Promise<void> {
  const { seed = DEFAULT_SEED, nowMs, decisions = DEFAULT_DECISIONS, onProgress = () => undefined } = options;
  const startMs = nowMs - DEMO_DAYS * DAY_MS;
  const clock = manualClock(startMs);
  const ctx: ServiceContext = {
    actor: { kind: "system", id: "demo", name: "Demo scenario" },
    requestId: newId("req", clock.nowMs()),
    clock,
  };
  await loadRuntime();
  await createFleet({
    ctx,
    input: { name: DEMO_FLEET, kind: "demo", description: "A made-up research team, to look around with." },
  });
  for (const agent of DEMO_AGENTS) await putAgent({ ctx, input: declaration(agent) });
  await createBudgets(ctx, DEMO_FLEET);

  const hours = arrivals(seed, nowMs, decisions);
  const day = new DemoDay({ ctx, seed, fleetName: DEMO_FLEET, endMs: nowMs });
  for (const [hour, tasks] of hours.entries()) {
    await day.routeAndReport(tasks, startMs + hour * HOUR_MS);
    onProgress(hour + 1, hours.length);
    const days = (hour + 1) / HOURS_A_DAY;
    if (days === DEMO_DAYS) await day.close();
    if (Number.isInteger(days)) await refreshBudgets(nowMs - (DEMO_DAYS - days) * DAY_MS);
    if (days === 10 || days === 20 || days === DEMO_DAYS) {
      clock.set(nowMs - (DEMO_DAYS - days) * DAY_MS);
      await trainAndPromote(ctx, DEMO_FLEET, days);
    }
  }
  await learnAtTheEnd(ctx, DEMO_FLEET, "workload");
  await recordStudies(ctx, DEMO_FLEET, { seed, nowMs, decisions });
  await recordOutsideCalls(ctx, DEMO_FLEET, { seed, nowMs, decisions });
  await learnAtTheEnd(ctx, DEMO_FLEET, "behavior");
  await tightenClientBudget(ctx);
}

function declaration({
  name,
  role,
  description,
  configuration,
  concurrencyLimit,
  capabilities,
}: (typeof DEMO_AGENTS)[number]) {
  return {
    fleetName: DEMO_FLEET,
    name,
    role,
    description,
    configuration,
    concurrency_limit: concurrencyLimit,
    capabilities: Object.entries(capabilities).map(([capability, level]) => ({ name: capability, level })),
  };
}
