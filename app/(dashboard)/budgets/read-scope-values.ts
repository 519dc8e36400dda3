import type { ServiceContext } from "#lib/auth/context.ts";
import { hasScope } from "#lib/auth/scopes.ts";
import { listConfigurations } from "#lib/queries/configurations.ts";
import { listAgents, listFleets } from "#lib/queries/fleet.ts";
import { listAgentKeys } from "#lib/queries/people.ts";
import { type ScopeValues, scopeValues } from "./_components/scope-values.ts";

/** What exists now, to be offered for each part of a budget's scope, and as filters of costs; keys by their names. */
export async function readScopeValues(ctx: ServiceContext): Promise<ScopeValues> {
  const [fleets, agents, configurations, keys] = await Promise.all([
    listFleets({ ctx }),
    listAgents({ ctx, input: {} }),
    listConfigurations({ ctx, input: {} }),
    hasScope(ctx.actor, "key:read") ? listAgentKeys({ ctx, input: {} }) : [],
  ]);
  return scopeValues({
    fleets: fleets.map(({ name }) => name),
    agents,
    configurations: configurations.map(({ provider, name }) => `${provider}/${name}`),
    keys,
  });
}
