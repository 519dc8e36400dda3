import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { CollaboratorsView } from "#lib/contracts/agent-evidence.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inProduction } from "#lib/runtime/models.ts";

const schema = z.strictObject({
  fleetName: nameSchema,
  agent: nameSchema,
  limit: z.int().min(1).max(50).default(8),
});

/** With whom an agent does better or worse than its own record, those that stand after the correction for many pairs first. */
export function readCollaborators({ ctx, input }: ServiceCall): CollaboratorsView {
  requireScope(ctx, "fleet:read");
  const { fleetName, agent, limit } = parseInput(schema, input);
  requireFleet(ctx, fleetName);
  const production = inProduction(fleetName, "behavior");
  if (!production) return { version: null, pairs: [] };
  const own = production.model.state.pairs.success.filter((pair) => pair.agent === agent || pair.partner === agent);
  const pairs = own
    .map(({ agent: to, partner: from, n, believed: { value, ci95 }, isFound }) => ({
      ...{ from, to, n, value, low: ci95[0], high: ci95[1], isFound },
    }))
    .sort((a, b) => Number(b.isFound) - Number(a.isFound) || Math.abs(b.value) - Math.abs(a.value) || b.n - a.n);
  return { version: production.version, pairs: pairs.slice(0, limit) };
}
