import type { Actor } from "#lib/contracts/actor.ts";
import type { LoadedConfiguration } from "#lib/contracts/configuration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { fallbackChain } from "#lib/engines/execution/fallback-chain.ts";
import { allConfigurations, configurationByRef, defaultConfiguration } from "./configurations.ts";
import { fleetRuntime } from "./fleet.ts";
import { routingPolicy } from "./routing-policy.ts";

/** Whom a key that is bound to an agent may call. */
export interface KeyReach {
  agentName: string;
  /** The agent's configuration, and what a call of it falls back to. */
  configurations: readonly LoadedConfiguration[];
}

/** Null: the actor is bound to no agent. */
export function reachOf(actor: Actor): KeyReach | null {
  if (actor.kind !== "key" || actor.agentName === null) return null;
  const { agentName, fleetName } = actor;
  const agent = fleetRuntime(fleetName)?.router.agents.find(({ name }) => name === agentName);
  if (!agent) return { agentName, configurations: [] };
  const asked = (agent.configuration && configurationByRef(agent.configuration.ref)) ?? defaultConfiguration();
  const chain = fallbackChain(linkOf(asked), allConfigurations().map(linkOf), routingPolicy().execution);
  return { agentName, configurations: chain.map(({ configuration }) => configuration) };
}

const linkOf = (configuration: LoadedConfiguration) => ({
  configuration,
  ref: configuration.ref,
  provider: configuration.settings.provider,
  tier: configuration.settings.tier,
});

/**
 * Whoever gets hold of one agent's key must not spend what others may.
 * @param target what the call names, as the sentence shows it
 * @throws SignalboxError forbidden
 */
export function outOfReach({ agentName, configurations }: KeyReach, target: string): SignalboxError {
  const own = [`agent/${agentName}`, ...configurations.map(({ ref }) => ref)].join(", ");
  const message = `This key speaks for ${agentName} alone and may not call ${target}. It may call ${own}.`;
  return new SignalboxError("forbidden", message, { details: [{ path: "model", message }] });
}
