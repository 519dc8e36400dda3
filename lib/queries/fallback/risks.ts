import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { PROVIDERS } from "#lib/contracts/configuration.ts";
import type { FallbackRisksView, RiskRow } from "#lib/contracts/fallback.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { processState } from "#lib/core/process-state.ts";
import { absenceFigures } from "#lib/engines/routing/absence/absence-figures.ts";
import type { Gone } from "#lib/engines/routing/absence/place-without.ts";
import { byLevel, jointLevel, takeoverLevel } from "#lib/engines/routing/absence/risk-level.ts";
import { agentRisk, callsRisk, withTasks } from "#lib/engines/routing/absence/risk-row.ts";
import { type FleetRuntime, fleetRuntime } from "#lib/runtime/fleet.ts";
import { samplePastTasks } from "#lib/store/past-task.ts";
import { expectedLoads, usualRouter } from "./expected-loads.ts";
import { type PastStratum, pastStrata } from "./past-tasks.ts";
import { DAY_MS, NEWEST, WINDOW_DAYS } from "./placement.ts";
import { routeAgain } from "./route-again.ts";
import { goneConfigurations, takeoversOf } from "./takeovers.ts";

/** Of each agent and type; and of a fleet so many that agents x tasks stay bounded: a decision's cost grows with the fleet. */
const PER_KIND = 12;
const MOST_ROUTED = 1500;
const MOST_CANDIDATES = 300_000;
/** A week's picture does not change in a minute, and every page of the area asks. */
const FRESH_MS = 60_000;

type Risks = Omit<FallbackRisksView, "things">;

const inputSchema = z.strictObject({ fleetName: nameSchema });
const cache = () =>
  processState("queries.fallback.risks", () => new Map<string, { atMs: number; risks: Promise<Risks> }>());

/**
 * What a fleet cannot do without: every agent, configuration and provider with who would take over, worst first. Coarser than
 * `readAbsence` of one thing, and a minute old at most.
 * @throws SignalboxError not_found for an unknown fleet
 */
export async function readFallbackRisks({ ctx, input }: ServiceCall): Promise<FallbackRisksView> {
  requireScope(ctx, "health:read");
  const { fleetName } = parseInput(inputSchema, input);
  requireFleet(ctx, fleetName);
  const fleet = fleetRuntime(fleetName);
  if (!fleet) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  const nowMs = ctx.clock.nowMs();
  const known = cache().get(fleetName);
  const fresh =
    known && Math.abs(nowMs - known.atMs) < FRESH_MS ? known : { atMs: nowMs, risks: risksOf(fleet, nowMs) };
  cache().set(fleetName, fresh);
  fresh.risks.catch(() => cache().delete(fleetName));
  return { ...(await fresh.risks), things: thingsOf(fleet) };
}

function thingsOf({ router }: FleetRuntime): FallbackRisksView["things"] {
  return {
    agent: router.agents.map(({ name }) => name).sort(),
    configuration: PROVIDERS.flatMap((provider) => goneConfigurations("provider", provider)).map(({ ref }) => ref),
    provider: [...PROVIDERS],
  };
}

async function risksOf(fleet: FleetRuntime, nowMs: number): Promise<Risks> {
  const agents = fleet.router.agents;
  const sample = await samplePastTasks({
    ...{ fleetName: fleet.name, agentIds: null, fromMs: nowMs - WINDOW_DAYS * DAY_MS, toMs: nowMs, newest: NEWEST },
    ...{ perKind: PER_KIND, seed: 1 },
    limit: Math.max(100, Math.min(MOST_ROUTED, Math.floor(MOST_CANDIDATES / Math.max(1, agents.length)))),
  });
  const strata = await pastStrata(fleet, sample.rows, nowMs);
  const router = usualRouter(fleet, expectedLoads(fleet, nowMs), new Map());
  const byAgent = Map.groupBy(strata, ({ agent }) => agent);
  const without = async (own: readonly PastStratum[], gone: Gone) =>
    absenceFigures(await routeAgain(router, own, () => gone));
  const rows: RiskRow[] = [];
  for (const { name } of agents) {
    const figures = await without(byAgent.get(name) ?? [], { agents: [name], configurations: new Set() });
    rows.push(agentRisk(name, figures, WINDOW_DAYS));
  }
  const runs = new Map(agents.map(({ name, configuration }) => [name, configuration?.ref ?? null]));
  for (const kind of ["configuration", "provider"] as const) {
    for (const thing of kind === "provider" ? PROVIDERS : thingsOf(fleet).configuration) {
      const loaded = goneConfigurations(kind, thing);
      const takeovers = await takeoversOf(loaded, nowMs);
      const used = takeovers.filter((one) => takeoverLevel(one) !== "unused");
      if (used.length === 0) continue;
      const configurations = new Set(loaded.map(({ ref }) => ref));
      const own = strata.filter(({ agent }) => configurations.has(runs.get(agent) ?? ""));
      const moves = [...runs.values()].some((ref) => ref !== null && !configurations.has(ref));
      const row = callsRisk(kind, thing, used, jointLevel(used.map(takeoverLevel)));
      rows.push(moves ? withTasks(row, await without(own, { agents: [], configurations }), WINDOW_DAYS) : row);
    }
  }
  return {
    ...{ fleetName: fleet.name, at: new Date(nowMs).toISOString(), days: WINDOW_DAYS, sampled: sample.rows.length },
    rows: rows.sort((a, b) => byLevel(a.level, b.level) || b.unplacedTasks - a.unplacedTasks || b.tasks - a.tasks),
  };
}
