import type { PlacementView, SuccessorView } from "#lib/contracts/fallback.ts";
import { seedOf } from "#lib/core/random.ts";
import { type AbsenceFigures, absenceFigures } from "#lib/engines/routing/absence/absence-figures.ts";
import type { Gone } from "#lib/engines/routing/absence/place-without.ts";
import { HOUR_MS } from "#lib/engines/workload/calendar/agent-load.ts";
import type { FleetRuntime } from "#lib/runtime/fleet.ts";
import { samplePastTasks } from "#lib/store/past-task.ts";
import { expectedLoads, meanSlots, usualRouter } from "./expected-loads.ts";
import { pastStrata } from "./past-tasks.ts";
import { routeAgain } from "./route-again.ts";
import { type SuccessorWaits, waitsOf } from "./waits.ts";

export const DAY_MS = 86_400_000;
export const WINDOW_DAYS = 7;
/** Of which tasks are sampled, at most; of each agent and type; and of all together. */
export const NEWEST = 20_000;
const PER_KIND = 80;
const MOST_ROUTED = 600;

/**
 * Where the last week's tasks of some agents would go. Routed twice where a workload model says what they weigh: the second
 * time with those who take over as much busier as the first time made them.
 */
export async function placementWithout(
  fleet: FleetRuntime,
  agents: readonly { id: string; name: string }[],
  gone: Gone,
  nowMs: number,
): Promise<PlacementView> {
  const sample = await samplePastTasks({
    ...{
      fleetName: fleet.name,
      agentIds: agents.map(({ id }) => id),
      fromMs: nowMs - WINDOW_DAYS * DAY_MS,
      toMs: nowMs,
    },
    ...{ newest: NEWEST, perKind: PER_KIND, limit: MOST_ROUTED, seed: 1 },
  });
  const strata = await pastStrata(fleet, sample.rows, nowMs);
  const loads = expectedLoads(fleet, nowMs);
  const names = agents.map(({ name }) => name);
  const routed = async (more: ReadonlyMap<string, number>) =>
    absenceFigures(await routeAgain(usualRouter(fleet, loads, more), strata, () => gone));
  const first = await routed(new Map());
  const moved = names.reduce((sum, name) => sum + slotsOf(name), 0);
  const spread = new Map(first.successors.map(({ agent, share }) => [agent, share * moved]));
  const figures = moved > 0 ? await routed(spread) : first;
  const { workload } = fleet;
  const seed = seedOf(`${workload?.sha256} ${Math.floor(nowMs / HOUR_MS)}`);
  const waits = await waitsOf(loads, names, figures.successors, seed);
  const capped = sample.lookedAt >= NEWEST;
  const days = capped ? (nowMs - (sample.oldestAtMs ?? nowMs)) / DAY_MS : WINDOW_DAYS;
  return {
    ...{ days, capped, tasks: figures.tasks, sampled: figures.sampled },
    successors: figures.successors.map((one) => successorView(fleet, one, waits)),
    ...{ unplacedTasks: figures.unplacedTasks, unplaced: figures.unplaced, success: figures.success },
    cost: costView(figures, days),
    waitMs: waits && { before: waits.beforeMs, after: waits.afterMs },
    workloadVersion: workload?.version ?? null,
  };

  function slotsOf(name: string): number {
    const load = loads.get(name);
    return load ? meanSlots(load) : 0;
  }
}

function successorView(
  { router }: FleetRuntime,
  one: AbsenceFigures["successors"][number],
  waits: SuccessorWaits | null,
): SuccessorView {
  const week = waits?.bySuccessor.get(one.agent);
  return {
    ...{ agent: one.agent, share: one.share, tasks: one.tasks },
    agentId: router.agents.find(({ name }) => name === one.agent)?.id ?? "",
    success: { before: known(one.successBefore), after: known(one.success) },
    costPerTaskNanoUsd: { before: nano(one.costBeforeNanoUsd), after: nano(one.costNanoUsd) },
    waitMs: week ? { before: week.before.waitMs, after: week.after.waitMs } : null,
    saturation: week ? { before: week.before.saturation, after: week.after.saturation } : null,
  };
}

function costView({ cost, tasks, unplacedTasks }: AbsenceFigures, days: number): PlacementView["cost"] {
  if (!cost) return null;
  const { beforeNanoUsd, afterNanoUsd, knownTasks } = cost;
  const perMonth = days > 0 ? ((afterNanoUsd - beforeNanoUsd) * knownTasks * 30) / days : Number.NaN;
  return {
    ...{ before: nano(beforeNanoUsd) ?? "0", after: nano(afterNanoUsd) ?? "0" },
    knownShare: knownTasks / (tasks - unplacedTasks),
    perMonthNanoUsd: nano(perMonth),
  };
}

const known = (value: number) => (Number.isFinite(value) ? value : null);
const nano = (value: number) => (Number.isFinite(value) ? String(Math.round(value)) : null);
