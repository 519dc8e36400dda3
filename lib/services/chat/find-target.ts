import type { Actor } from "#lib/contracts/actor.ts";
import { type LoadedConfiguration, TIERS, type Tier } from "#lib/contracts/configuration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { configurationByRef, loadLlmConfig } from "#lib/runtime/configurations.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { outOfReach, reachOf } from "#lib/runtime/key-reach.ts";
import { configurationOfTier } from "#lib/runtime/tier-configuration.ts";

/** What a client's `model` stands for. */
export type CallTarget =
  /** Asked for by name: nobody is routed. */
  | { kind: "direct"; asked: LoadedConfiguration; because: string }
  /** The router decides, among all agents or this one. */
  | { kind: "routed"; agentName: string | null };

/** @throws SignalboxError not_found, naming what there is */
export function findTarget(target: string): CallTarget {
  if (target === "auto") return { kind: "routed", agentName: null };
  const slash = target.indexOf("/");
  const [kind, name] = slash < 0 ? [target, ""] : [target.slice(0, slash), target.slice(slash + 1)];
  if (kind === "agent" && name !== "") return { kind: "routed", agentName: name };
  if (kind === "tier") {
    const asked = ofTier(TIERS.find((tier) => tier === name));
    return { kind: "direct", asked, because: `The tier ${name} was asked for by name: ${asked.ref} stands for it.` };
  }
  const asked = configurationByRef(target) ?? (slash > 0 ? loadLlmConfig(kind, name) : null);
  if (asked) return { kind: "direct", asked, because: `${asked.ref} was asked for by name.` };
  throw new SignalboxError(
    "not_found",
    `There is no model "${target}". Name a configuration such as anthropic/researcher, tier/fast, agent/<name> or auto.`,
  );
}

/**
 * A key bound to an agent calls this agent and its configurations: by their names, or a tier's that one stands for.
 * @throws SignalboxError forbidden
 */
export function requireReach(actor: Actor, target: CallTarget, named: string): void {
  const reach = reachOf(actor);
  if (!reach) return;
  const within =
    target.kind === "routed"
      ? target.agentName === reach.agentName
      : reach.configurations.some(({ ref }) => ref === target.asked.ref);
  if (!within) throw outOfReach(reach, named);
}

/** @throws SignalboxError not_found where the fleet has no such agent: nobody is asked, so there is no decision */
export function requireAgent(fleetName: string, agentName: string): void {
  if (fleetRuntime(fleetName)?.router.agents.some(({ name }) => name === agentName)) return;
  const message = `There is no agent "${agentName}" in the fleet ${fleetName}.`;
  throw new SignalboxError("not_found", message, { details: [{ path: "model", message }] });
}

function ofTier(tier: Tier | undefined): LoadedConfiguration {
  if (!tier) throw new SignalboxError("not_found", `There are the tiers ${TIERS.join(", ")}.`);
  const found = configurationOfTier(tier);
  if (found) return found;
  throw new SignalboxError("not_found", `No configuration is of the tier ${tier}.`);
}
