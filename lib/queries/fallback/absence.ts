import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { type AbsenceView, type GoneThing, goneThingSchema } from "#lib/contracts/fallback.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { placementSentence, takeoverSentence } from "#lib/engines/routing/absence/absence-verdict.ts";
import { byLevel, jointLevel, placementLevel, takeoverLevel } from "#lib/engines/routing/absence/risk-level.ts";
import { type FleetRuntime, fleetRuntime } from "#lib/runtime/fleet.ts";
import { placementWithout } from "./placement.ts";
import { goneConfigurations, takeoversOf } from "./takeovers.ts";

/**
 * Who takes over if an agent, a configuration or a provider goes away now, with what success, cost and wait: the last week's
 * tasks are routed again without it, and the chains of calls are followed. Writes nothing, and real traffic notices nothing.
 * @throws SignalboxError not_found for an unknown fleet or thing
 */
export async function readAbsence({ ctx, input }: ServiceCall): Promise<AbsenceView> {
  requireScope(ctx, "health:read");
  const asked = parseInput(goneThingSchema, input);
  requireFleet(ctx, asked.fleetName);
  const fleet = fleetRuntime(asked.fleetName);
  if (!fleet) throw new SignalboxError("not_found", `There is no fleet "${asked.fleetName}".`);
  const nowMs = ctx.clock.nowMs();
  return asked.kind === "agent"
    ? withoutAgent(fleet, asked, nowMs)
    : withoutConfigurations(fleet, { ...asked, kind: asked.kind }, nowMs);
}

async function withoutAgent(fleet: FleetRuntime, asked: GoneThing, nowMs: number): Promise<AbsenceView> {
  const agent = fleet.router.agents.find(({ name }) => name === asked.thing);
  if (!agent) throw new SignalboxError("not_found", `${fleet.name} has no agent "${asked.thing}".`);
  const gone = { agents: [agent.name], configurations: new Set<string>() };
  const placement = await placementWithout(fleet, [agent], gone, nowMs);
  const verdict = placementSentence(agent.name, "its", placement);
  return { ...asked, verdict, level: placementLevel(placement), placement, routedAsBefore: false, takeovers: [] };
}

async function withoutConfigurations(
  fleet: FleetRuntime,
  asked: GoneThing & { kind: "configuration" | "provider" },
  nowMs: number,
): Promise<AbsenceView> {
  const loaded = goneConfigurations(asked.kind, asked.thing);
  if (loaded.length === 0) throw new SignalboxError("not_found", `There is no ${asked.kind} "${asked.thing}".`);
  const configurations = new Set(loaded.map(({ ref }) => ref));
  const bound = fleet.router.agents.filter(
    ({ configuration }) => configuration && configurations.has(configuration.ref),
  );
  const takeovers = await takeoversOf(loaded, nowMs);
  const used = takeovers.filter((one) => takeoverLevel(one) !== "unused");
  const chainLevel = jointLevel(used.map(takeoverLevel));
  const routedAsBefore =
    bound.length > 0 && fleet.router.agents.every((agent) => !agent.configuration || bound.includes(agent));
  const common = { ...asked, takeovers: used, routedAsBefore };
  const chains = chainsSentence(asked.thing, used);
  if (bound.length === 0) {
    return { ...common, verdict: `${chains} No agent of ${fleet.name} runs it.`, level: chainLevel, placement: null };
  }
  const agents = `${bound.length} of ${fleet.router.agents.length} agents of ${fleet.name}`;
  if (routedAsBefore) {
    const stays = `${agents} run it, and the others none: the router goes on as before, and their calls fall back.`;
    return { ...common, verdict: `${chains} ${stays}`, level: chainLevel, placement: null };
  }
  const placement = await placementWithout(fleet, bound, { agents: [], configurations }, nowMs);
  const placed = placementSentence(asked.thing, "its agents'", placement);
  const placedLevel = placementLevel(placement);
  const worseFirst = byLevel(placedLevel, chainLevel) < 0 ? [placed, chains] : [chains, placed];
  return { ...common, verdict: worseFirst.join(" "), level: jointLevel([chainLevel, placedLevel]), placement };
}

function chainsSentence(thing: string, used: AbsenceView["takeovers"]): string {
  const [first] = used;
  if (!first) return `Nothing calls ${thing}.`;
  if (used.length === 1) return takeoverSentence(first);
  const without = used.filter(({ takeover }) => takeover === null).map(({ ref }) => ref);
  const none =
    without.length > 0 ? `${without.length} of them have no fallback: ${without.join(", ")}.` : "each has a fallback.";
  return `Calls of ${used.length} configurations go elsewhere, and ${none}`;
}
