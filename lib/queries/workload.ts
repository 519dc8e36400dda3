import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { TASK_PRIORITIES } from "#lib/contracts/task.ts";
import type {
  AgentHourView,
  AgentWeekView,
  ArrivalHourView,
  ArrivalsView,
  SaturationCalendarView,
  WorkloadVersionView,
} from "#lib/contracts/workload.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { type Advice, type SaturatedHour, worstHour } from "#lib/engines/workload/calendar/advise.ts";
import { type AgentLoad, HOUR_MS } from "#lib/engines/workload/calendar/agent-load.ts";
import type { HourOutlook } from "#lib/engines/workload/calendar/agent-week.ts";
import { saturationSentence } from "#lib/engines/workload/calendar/saturation-sentence.ts";
import type { WorkloadModel } from "#lib/engines/workload/model/workload-model.ts";
import { fairness, priorityWaitsMs } from "#lib/engines/workload/queue/priority-wait.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { inProduction } from "#lib/runtime/models.ts";
import { fleetPolicy } from "#lib/runtime/routing-policy.ts";
import { adviceAhead, weeksAhead } from "#lib/runtime/workload-outlook.ts";
import { db } from "#lib/store/client.ts";
import { countArrivals } from "#lib/store/workload-history.ts";

const WEEK_MS = 7 * 24 * HOUR_MS;

const arrivalsSchema = z.strictObject({
  fleetName: nameSchema,
  type: z.string().min(1).max(120).nullable().default(null),
});

/**
 * A fleet's arrivals by hour: the last week as it was, beside what the model in production expected of the hours it had
 * not seen, and the week to come.
 * @throws SignalboxError not_found for an unknown fleet
 */
export async function readArrivals({ ctx, input }: ServiceCall): Promise<ArrivalsView> {
  requireScope(ctx, "fleet:read");
  const { fleetName, type } = parseInput(arrivalsSchema, input);
  requireKnownFleet(ctx, fleetName);
  const nowMs = ctx.clock.nowMs();
  const startMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - WEEK_MS;
  const scope = { fleetName, types: type === null ? [] : [type], agents: [] };
  const came = await countArrivals(db(), { ...scope, fromMs: startMs, untilMs: nowMs, recentMs: startMs });
  const counts = new Map<number, number>();
  for (const { hour, tasks } of came) counts.set(hour, (counts.get(hour) ?? 0) + tasks);
  const production = inProduction(fleetName, "workload");
  const hours = Array.from({ length: (2 * WEEK_MS) / HOUR_MS }, (_, i): ArrivalHourView => {
    const atMs = startMs + i * HOUR_MS;
    return {
      at: new Date(atMs).toISOString(),
      actual: atMs + HOUR_MS <= nowMs ? (counts.get(atMs / HOUR_MS) ?? 0) : null,
      forecast: production && forecastOf(production.model, type, atMs),
    };
  });
  const types = production?.model.types ?? [...new Set(came.map((one) => one.type))];
  return { model: production && versionView(production), type, types: [...types], hours };
}

/** All types together: they come independently of each other, so what lies beside the expectations adds up by squares. */
function forecastOf(model: WorkloadModel, type: string | null, atMs: number): ArrivalHourView["forecast"] {
  if (type !== null) return model.forecast(type, atMs);
  const each = model.types.flatMap((one) => model.forecast(one, atMs) ?? []);
  if (each.length === 0) return null;
  const mean = each.reduce((sum, one) => sum + one.mean, 0);
  const below = Math.hypot(...each.map((one) => Math.max(0, one.mean - one.low90)));
  const above = Math.hypot(...each.map((one) => Math.max(0, one.high90 - one.mean)));
  return { mean, p50: Math.round(mean), low90: Math.max(0, Math.floor(mean - below)), high90: Math.ceil(mean + above) };
}

const calendarSchema = z.strictObject({
  fleetName: nameSchema,
  timeZone: z.string().max(64).default("UTC"),
  /** Part of an agent's name. */
  search: z.string().trim().max(120).default(""),
  endangered: z.boolean().default(false),
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(100).default(25),
});

/**
 * The coming week of enabled agents that the model in production knows, the most endangered first, with what would help
 * those of the page and by how much. The same hour gives the same answer, computed in a thread and then remembered.
 * @throws SignalboxError not_found for an unknown fleet
 */
export async function readSaturationCalendar({ ctx, input }: ServiceCall): Promise<SaturationCalendarView> {
  requireScope(ctx, "fleet:read");
  const { fleetName, timeZone, search, endangered, offset, limit } = parseInput(calendarSchema, input);
  const { router } = requireKnownFleet(ctx, fleetName);
  const fromMs = Math.floor(ctx.clock.nowMs() / HOUR_MS) * HOUR_MS;
  const from = new Date(fromMs).toISOString();
  const enabled = router.agents.filter(({ status }) => status === "enabled");
  const { weights } = fleetPolicy(fleetName);
  const availabilityShare = weights.availability / Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const production = inProduction(fleetName, "workload");
  if (!production) {
    const counts = { enabled: enabled.length, known: 0, endangered: 0 };
    return { model: null, from, counts, found: 0, agents: [], fairness: 1, availabilityShare };
  }
  const { model, sha256 } = production;
  const scope = { fleetName, sha256, fromMs };
  const known = enabled.flatMap(({ id, name, concurrencyLimit }) => {
    const load = model.loadOf(name, concurrencyLimit, fromMs);
    return load ? [{ id, load }] : [];
  });
  const loads = known.map(({ load }) => load);
  const weeks = await weeksAhead(scope, loads);
  const ranked = known
    .map((one, index): RankedAgent => {
      const hours = weeks[index] ?? [];
      return { ...one, hours, worst: worstHour(one.load.agent, hours) };
    })
    .sort((a, b) => danger(b) - danger(a) || (a.load.agent < b.load.agent ? -1 : 1));
  const found = ranked.filter(
    ({ load, worst }) => load.agent.toLowerCase().includes(search.toLowerCase()) && (worst !== null || !endangered),
  );
  const page = found.slice(offset, offset + limit);
  const cases = page.flatMap(({ load: { agent }, worst }) =>
    worst ? [{ agent, worst, peers: model.peersOf(agent) }] : [],
  );
  const advice = await adviceAhead(scope, loads, cases);
  const adviceOf = new Map(cases.map(({ agent }, index) => [agent, advice[index] ?? []]));
  const counts = {
    ...{ enabled: enabled.length, known: known.length },
    endangered: ranked.filter(({ worst }) => worst !== null).length,
  };
  const means = ranked.map(({ hours }) => hours.reduce((sum, { offered }) => sum + offered, 0) / hours.length);
  return {
    ...{ model: versionView(production), from, counts, found: found.length, fairness: fairness(means) },
    availabilityShare,
    agents: page.map(
      ({ id, load, hours, worst }): AgentWeekView => ({
        ...{ agentId: id, agent: load.agent, slots: load.slots, hours: hours.map(roundHour) },
        worst: worst && worstView({ worst, advice: adviceOf.get(load.agent) ?? [], model, fromMs, timeZone }),
      }),
    ),
  };
}

interface RankedAgent {
  id: string;
  load: AgentLoad;
  hours: HourOutlook[];
  worst: SaturatedHour | null;
}

/** Chance of saturation first, then the busiest hour. */
function danger({ worst, hours }: RankedAgent): number {
  return (worst?.saturation ?? 0) * 10 + hours.reduce((most, { offered }) => Math.max(most, offered), 0);
}

/** As exact as anybody sees; a page of weeks is thousands of numbers. */
function roundHour({ offered, waitMs, saturation }: HourOutlook): AgentHourView {
  return { offered: Number(offered.toFixed(4)), waitMs: Math.round(waitMs), saturation: Number(saturation.toFixed(3)) };
}

interface WorstParts {
  worst: SaturatedHour;
  advice: Advice[];
  model: WorkloadModel;
  fromMs: number;
  timeZone: string;
}

function worstView({ worst, advice, model, fromMs, timeZone }: WorstParts): NonNullable<AgentWeekView["worst"]> {
  const { agent, saturation, waitMs } = worst;
  const atMs = fromMs + worst.hour * HOUR_MS;
  // The classes' share of the wait is that of a queue that just holds.
  const shares = model.priorities.map((share) => share * Math.min(worst.offered, 0.99));
  const waits = priorityWaitsMs(shares, waitMs);
  return {
    ...{ at: new Date(atMs).toISOString(), saturation, waitMs, advice },
    byPriority: [...TASK_PRIORITIES].reverse().map((priority, index) => {
      const wait = waits[index] ?? Number.POSITIVE_INFINITY;
      return { priority, share: model.priorities[index] ?? 0, waitMs: Number.isFinite(wait) ? wait : null };
    }),
    sentence: saturationSentence({ agent, atMs, saturation, advice }, timeZone),
  };
}

function versionView({
  version,
  sha256,
  model,
}: {
  version: number;
  sha256: string;
  model: WorkloadModel;
}): WorkloadVersionView {
  return { version, sha256, learnedUntil: new Date(model.learnedUntilMs).toISOString() };
}

function requireKnownFleet(ctx: ServiceCall["ctx"], fleetName: string) {
  requireFleet(ctx, fleetName);
  const fleet = fleetRuntime(fleetName);
  if (!fleet) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  return fleet;
}
