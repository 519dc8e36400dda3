import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { ALL_FLEETS, type PromptPolicyView } from "#lib/contracts/prompt-policy.ts";
import { parseInput } from "#lib/core/parse.ts";
import { countCallTexts, countCallTextsByFleet } from "#lib/store/call-text.ts";
import { db } from "#lib/store/client.ts";
import { listPromptPolicies as readPolicies } from "#lib/store/prompt-policy.ts";

/** Every policy there is; stored texts of fleets without one of their own count with the one for all. */
export async function listPromptPolicies({ ctx }: ServiceCall): Promise<PromptPolicyView[]> {
  requireScope(ctx, "prompt:read");
  const [rows, counts] = await Promise.all([readPolicies(db()), countCallTextsByFleet(db())]);
  const own = new Set(rows.map(({ fleetName }) => fleetName));
  const others = [...counts].reduce((sum, [fleetName, count]) => (own.has(fleetName) ? sum : sum + count), 0);
  return rows.map(({ fleetName, policy, updatedAt, updatedBy }) => ({
    ...policy,
    fleetName,
    updatedAt: updatedAt.toISOString(),
    updatedBy,
    stored: fleetName === ALL_FLEETS ? others : (counts.get(fleetName) ?? 0),
  }));
}

/** Of how many calls of a decision texts are stored: nothing of them. */
export async function countStoredPrompts({ ctx, input }: ServiceCall): Promise<number> {
  requireScope(ctx, "prompt:read");
  const { decisionId } = parseInput(z.strictObject({ decisionId: z.string().max(64) }), input);
  return countCallTexts(db(), decisionId);
}
