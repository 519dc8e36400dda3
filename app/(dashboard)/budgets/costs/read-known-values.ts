import type { ServiceContext } from "#lib/auth/context.ts";
import { hasScope } from "#lib/auth/scopes.ts";
import { listAgentKeys } from "#lib/queries/people.ts";
import { readScopeValues } from "../read-scope-values.ts";
import type { KnownValues } from "./_components/cost-filters.tsx";

/** What exists now, to be offered as filters; keys by their names. */
export async function readKnownValues(ctx: ServiceContext): Promise<KnownValues> {
  const [{ key: _, ...existing }, keys] = await Promise.all([
    readScopeValues(ctx),
    hasScope(ctx.actor, "key:read") ? listAgentKeys({ ctx, input: {} }) : [],
  ]);
  const plain = Object.entries(existing).map(([part, values]) => [
    part,
    values.map((value) => ({ value, label: value })),
  ]);
  return { ...Object.fromEntries(plain), key: keys.map(({ id, name }) => ({ value: id, label: name })) };
}
