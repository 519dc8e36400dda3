import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { CallableModel } from "#lib/contracts/callable-model.ts";
import { type LoadedConfiguration, TIERS } from "#lib/contracts/configuration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { allConfigurations, configurationByRef } from "#lib/runtime/configurations.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { reachOf } from "#lib/runtime/key-reach.ts";

const listSchema = z.strictObject({ fleetName: z.string() });

/**
 * What a key may name as the `model` of a chat call: the router's choice, tiers, configurations, agents of its fleet; of a
 * key bound to an agent this agent and its configurations.
 * From memory. Scope config:read.
 */
export async function listCallableModels({ ctx, input }: ServiceCall): Promise<CallableModel[]> {
  requireScope(ctx, "config:read");
  const { fleetName } = parseInput(listSchema, input);
  const configurations = allConfigurations();
  const tiers = TIERS.filter((tier) => configurations.some(({ settings }) => settings.tier === tier));
  const agents = fleetRuntime(fleetName)?.router.agents ?? [];
  const models: CallableModel[] = [
    chosen("auto", "auto", "The router chooses from the text and the key's policy"),
    ...tiers.map((tier) => ({ ...chosen(`tier/${tier}`, "tier", `A configuration of the tier ${tier}`), tier })),
    ...configurations.map((loaded) => ({ ...of(loaded), id: loaded.ref, kind: "configuration" as const })),
    ...agents.map(({ name, role, configuration }): CallableModel => {
      const loaded = configuration === null ? null : configurationByRef(configuration.ref);
      const described = `The ${role} ${name}`;
      const entry = chosen(`agent/${name}`, "agent", described);
      return loaded ? { ...of(loaded), id: entry.id, kind: "agent", description: described } : entry;
    }),
  ];
  const reach = reachOf(ctx.actor);
  if (!reach) return models;
  const own = new Set([`agent/${reach.agentName}`, ...reach.configurations.map(({ ref }) => ref)]);
  return models.filter(({ id }) => own.has(id));
}

const readSchema = listSchema.extend({ id: z.string().max(300) });

/** One of them. Scope config:read. @throws SignalboxError not_found */
export async function readCallableModel({ ctx, input }: ServiceCall): Promise<CallableModel> {
  requireScope(ctx, "config:read");
  const { id, fleetName } = parseInput(readSchema, input);
  const found = (await listCallableModels({ ctx, input: { fleetName } })).find((model) => model.id === id);
  if (found) return found;
  throw new SignalboxError("not_found", `There is no model "${id}" for this key. GET /api/v1/models lists them.`, {
    details: [{ path: "model", message: id }],
  });
}

const nothingKnown = { provider: null, tier: null, contextWindow: null, maxOutputTokens: null };

function chosen(id: string, kind: CallableModel["kind"], description: string): CallableModel {
  return { ...nothingKnown, id, kind, description };
}

function of({ settings, facts }: LoadedConfiguration): Omit<CallableModel, "id" | "kind"> {
  const { provider, tier, description, model } = settings;
  const { contextWindow, maxOutputTokens } = facts;
  return { provider, tier, description: description || model, contextWindow, maxOutputTokens };
}
