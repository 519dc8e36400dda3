import { type LoadedConfiguration, type Provider, TIERS } from "#lib/contracts/configuration.ts";
import type { TakeoverView } from "#lib/contracts/fallback.ts";
import { monthOfTasks, type WeekOfTasks } from "#lib/engines/cost/month.ts";
import { capabilityLosses } from "#lib/engines/execution/absence/capability-losses.ts";
import { chainWithout, type PassedOver } from "#lib/engines/execution/absence/chain-without.ts";
import { allConfigurations, defaultConfiguration } from "#lib/runtime/configurations.ts";
import { endpointAdmits, endpointOf } from "#lib/runtime/endpoints.ts";
import { allFleets } from "#lib/runtime/fleet.ts";
import { holdsKey } from "#lib/runtime/provider-keys.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { configurationOfTier } from "#lib/runtime/tier-configuration.ts";
import { weekUsage } from "../week-usage.ts";

/** Configurations of a provider, or the one of a reference. */
export function goneConfigurations(kind: "configuration" | "provider", thing: string): LoadedConfiguration[] {
  return allConfigurations().filter(({ ref, settings }) =>
    kind === "provider" ? settings.provider === thing : ref === thing,
  );
}

/** What calls of each of these go to when all of them are gone, the most used first. */
export async function takeoversOf(gone: readonly LoadedConfiguration[], nowMs: number): Promise<TakeoverView[]> {
  const week = await weekUsage(nowMs);
  const refs = new Set(gone.map(({ ref }) => ref));
  const users = agentsByConfiguration();
  return gone
    .map((asked) => takeoverOf(asked, refs, users.get(asked.ref) ?? [], week.get(asked.ref), nowMs))
    .sort((a, b) => b.weekTasks - a.weekTasks || b.agents.length - a.agents.length || (a.ref < b.ref ? -1 : 1));
}

function takeoverOf(
  asked: LoadedConfiguration,
  gone: ReadonlySet<string>,
  agents: TakeoverView["agents"],
  week: WeekOfTasks | undefined,
  nowMs: number,
): TakeoverView {
  // Who calls its provider itself needs no key of ours, neither now nor for what takes over.
  const needsKey = holdsKey(asked.settings, nowMs);
  const stateOf = ({ loaded: { ref, settings } }: Link): PassedOver | "ready" => {
    if (gone.has(ref)) return "gone";
    if (needsKey && !holdsKey(settings, nowMs)) return "no_key";
    return endpointAdmits(endpointOf(settings), nowMs) ? "ready" : "cooling";
  };
  const known = allConfigurations().map(linkOf);
  const without = chainWithout(linkOf(asked), known, routingPolicy().execution, stateOf);
  const then = without.takeover?.loaded ?? null;
  const monthOf = ({ settings, facts }: LoadedConfiguration) =>
    week ? (monthOfTasks(settings, facts.price, week)?.toString() ?? null) : null;
  const { settings } = asked;
  return {
    ...{ ref: asked.ref, provider: settings.provider, model: settings.model, tier: settings.tier, agents },
    standsFor: TIERS.filter((tier) => configurationOfTier(tier)?.ref === asked.ref),
    isDefault: defaultConfiguration().ref === asked.ref,
    weekTasks: week?.tasks ?? 0,
    takeover: then && {
      ...{ ref: then.ref, provider: then.settings.provider, model: then.settings.model, leastBad: without.leastBad },
    },
    passedOver: without.passedOver.map(({ link, why }) => ({ ref: link.ref, why })),
    losses: then ? capabilityLosses(asked, then).map(({ sentence }) => sentence) : [],
    monthNanoUsd: { before: monthOf(asked), after: then && monthOf(then) },
  };
}

interface Link {
  loaded: LoadedConfiguration;
  ref: string;
  provider: Provider;
  tier: LoadedConfiguration["settings"]["tier"];
}

const linkOf = (loaded: LoadedConfiguration): Link => ({
  ...{ loaded, ref: loaded.ref, provider: loaded.settings.provider, tier: loaded.settings.tier },
});

/** Agents of all fleets by what they run; one without a configuration runs the default. */
function agentsByConfiguration(): Map<string, TakeoverView["agents"]> {
  const found = new Map<string, TakeoverView["agents"]>();
  for (const { name: fleetName, router } of allFleets()) {
    for (const { id: agentId, name: agent, configuration } of router.agents) {
      const ref = configuration?.ref ?? defaultConfiguration().ref;
      const list = found.get(ref) ?? [];
      list.push({ fleetName, agent, agentId });
      found.set(ref, list);
    }
  }
  return found;
}
