import { taskSchema } from "#lib/contracts/task.ts";
import type { UpliftRow } from "#lib/engines/behavior/collaboration/uplift-row.ts";
import { DEMO_AGENTS } from "#prisma/seed/demo/agents.ts";
import { type Arrival, arrivals, DEMO_DAYS } from "#prisma/seed/demo/arrivals.ts";
import { parentType } from "#prisma/seed/demo/teams.ts";
import { happens } from "#prisma/seed/demo/world.ts";
import { demoRouter } from "../pacing/demo-router.ts";

const DAY_MS = 86_400_000;
/** The demo's first predictor is trained then: earlier tasks have no expectation. */
const UNPREDICTED_DAYS = 10;

/**
 * The demo's thirty days without a database: its arrivals through the task router, its truth about what comes of them, and
 * as expectation each agent's own record with a type, which is what a predictor that knows no partners comes to.
 */
export function demoHandOvers(seed: number, endMs: number): UpliftRow[] {
  const router = demoRouter(seed, endMs);
  const agentOf = new Map(DEMO_AGENTS.map((agent) => [agent.name, agent]));
  const finished = new Map<string, string>();
  const done: { arrival: Arrival; agent: string; partner: string | null; success: boolean }[] = [];
  for (const ofHour of arrivals(seed, endMs, 5_000)) {
    const placed = ofHour.flatMap((arrival) => {
      const { type } = arrival.task;
      const task = taskSchema.parse({ type, required_capabilities: arrival.requires });
      const result = router.route(task, {
        ...{ nowMs: arrival.atMs, seed: arrival.index, exploredNanoUsd: 0, budgets: [], handedOverFrom: null },
        ...{ unavailableConfigurations: new Set<string>(), configurations: () => null },
      });
      const agent = agentOf.get(result.agents[result.chosen]?.name ?? "");
      if (!agent) return [];
      const follows = parentType(arrival);
      const after = follows === null ? null : (finished.get(follows) ?? null);
      const { success } = happens(seed, arrival, agent, after, endMs);
      return [{ arrival, agent: agent.name, partner: after === agent.name ? null : after, success }];
    });
    for (const { arrival, agent } of placed) finished.set(arrival.task.type, agent);
    done.push(...placed);
  }
  const records = new Map<string, { n: number; succeeded: number }>();
  const recordOf = ({ arrival, agent }: (typeof done)[number]) => {
    const key = `${agent} ${arrival.task.type}`;
    const record = records.get(key) ?? { n: 0, succeeded: 0 };
    records.set(key, record);
    return record;
  };
  for (const one of done) {
    const record = recordOf(one);
    record.n++;
    record.succeeded += one.success ? 1 : 0;
  }
  return done
    .filter(({ arrival }) => arrival.atMs >= endMs - (DEMO_DAYS - UNPREDICTED_DAYS) * DAY_MS)
    .map((one) => {
      const { n, succeeded } = recordOf(one);
      return {
        agent: one.agent,
        partner: one.partner,
        actual: one.success ? 1 : 0,
        expected: (succeeded + 1) / (n + 2),
      };
    });
}
