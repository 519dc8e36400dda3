import type { FleetAgent } from "#lib/contracts/routing.ts";
import type { TaskRouter } from "#lib/engines/routing/task-router.ts";
import { type AgentLoad, HOUR_MS, offeredShare } from "#lib/engines/workload/calendar/agent-load.ts";
import { type FleetRuntime, routerLike } from "#lib/runtime/fleet.ts";

/** What the workload model in production expects of each agent over the coming week; empty: none is, or it says nothing. */
export function expectedLoads({ workload, router }: FleetRuntime, nowMs: number): Map<string, AgentLoad> {
  const fromMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  return new Map(
    router.agents.flatMap(({ name, concurrencyLimit }) => {
      const load = workload?.model.loadOf(name, concurrencyLimit, fromMs) ?? null;
      return load ? [[name, load] as const] : [];
    }),
  );
}

/** Slots that are taken on average over the week. */
export function meanSlots(load: AgentLoad): number {
  const hours = load.tasksByHour.length;
  let sum = 0;
  for (let hour = 0; hour < hours; hour++) sum += offeredShare(load, hour) * load.slots;
  return hours > 0 ? sum / hours : 0;
}

/**
 * The fleet as it usually is: agents as loaded as on an average hour of the week instead of at this second, and nobody so full
 * that it takes nothing. What more some of them carry then makes the router spread tasks out, as it would.
 * @param moreSlots taken on top, by agent
 */
export function usualRouter(
  fleet: FleetRuntime,
  loads: ReadonlyMap<string, AgentLoad>,
  moreSlots: ReadonlyMap<string, number>,
): TaskRouter {
  const agents = fleet.router.agents.map((agent): FleetAgent => {
    const load = loads.get(agent.name);
    const taken = (load ? meanSlots(load) : agent.activeLeases) + (moreSlots.get(agent.name) ?? 0);
    return { ...agent, activeLeases: Math.max(0, Math.min(agent.concurrencyLimit - 1, Math.round(taken))) };
  });
  return routerLike(fleet, agents);
}
