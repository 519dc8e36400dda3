import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteRequest } from "#lib/contracts/decision.ts";
import type { DrillView } from "#lib/contracts/fallback.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import type { Gone } from "#lib/engines/routing/absence/place-without.ts";
import { allConfigurations } from "#lib/runtime/configurations.ts";
import { noteDrillRequest, refreshDrills, runningDrill } from "#lib/runtime/drills.ts";
import type { FleetRuntime } from "#lib/runtime/fleet.ts";
import { chosenAgent, type Draft, decide, newMoment } from "#lib/services/routing/decide.ts";

/**
 * Decides a simulated request, which writes and reserves nothing. One that names a drill is decided twice at the same moment
 * and with the same draw, with and without what the drill takes for gone: the drill counts how they differ.
 * @throws SignalboxError not_found when no such drill of the fleet runs
 */
export async function simulateRoute(
  ctx: ServiceContext,
  fleet: FleetRuntime,
  request: RouteRequest,
  handedOverFrom: string | null,
): Promise<Draft> {
  const simulated = { ...request, simulate: true };
  if (request.drill === undefined) return decide(ctx, fleet, simulated, handedOverFrom);
  const drill = await requireDrill(fleet.name, request.drill, ctx.clock.nowMs());
  const moment = newMoment(ctx);
  const usual = decide(ctx, fleet, simulated, handedOverFrom, moment);
  const inDrill = decide(ctx, fleet, simulated, handedOverFrom, moment, goneIn(drill));
  noteDifference(drill, request.task.type, usual, inDrill);
  const mark = {
    ...{ id: drill.id, kind: drill.kind, thing: drill.thing, ends_at: drill.until },
    without_drill: chosenAgent(usual.result)?.name ?? null,
  };
  return { ...inDrill, drill: mark };
}

async function requireDrill(fleetName: string, id: string, nowMs: number): Promise<DrillView> {
  const known = runningDrill(fleetName, id, nowMs);
  if (known) return known;
  // Another process may have started it a moment ago.
  await refreshDrills();
  const found = runningDrill(fleetName, id, nowMs);
  if (found) return found;
  throw new SignalboxError("not_found", `No drill "${id}" of ${fleetName} is running.`);
}

function goneIn({ kind, thing }: DrillView): Gone {
  switch (kind) {
    case "agent":
      return { agents: [thing], configurations: new Set() };
    case "configuration":
      return { agents: [], configurations: new Set([thing]) };
    case "provider": {
      const own = allConfigurations().filter(({ settings }) => settings.provider === thing);
      return { agents: [], configurations: new Set(own.map(({ ref }) => ref)) };
    }
    default:
      return kind satisfies never;
  }
}

function noteDifference({ id }: DrillView, taskType: string, usual: Draft, inDrill: Draft): void {
  const [before, after] = [usual.result.estimate, inDrill.result.estimate];
  const costs = [before, after].map((estimate) => estimate?.costNanoUsd ?? Number.NaN);
  const costed = costs.every(Number.isFinite);
  const [costBefore = 0, costAfter = 0] = costed ? costs : [];
  noteDrillRequest({
    ...{ drillId: id, taskType, requests: 1 },
    withoutDrill: chosenAgent(usual.result)?.name ?? "",
    inDrill: chosenAgent(inDrill.result)?.name ?? "",
    successBefore: before && after ? before.successProbability : 0,
    successAfter: before && after ? after.successProbability : 0,
    costed: costed ? 1 : 0,
    costBeforeNanoUsd: BigInt(Math.round(costBefore)),
    costAfterNanoUsd: BigInt(Math.round(costAfter)),
  });
}
