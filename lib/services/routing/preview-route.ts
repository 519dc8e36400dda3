import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { type CandidateRow, type RouteAnswer, routeRequestSchema } from "#lib/contracts/decision.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { decodeCandidates, encodeCandidates } from "#lib/engines/routing/explain.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { simulateRoute } from "#lib/services/fallback/simulate-route.ts";
import { readyText } from "#lib/services/text/ready-text.ts";
import { toAnswer } from "./decide.ts";

const schema = z.strictObject({ fleetName: nameSchema, request: routeRequestSchema });

/**
 * What routing this task would decide now, with every candidate explained. Writes nothing.
 * @throws SignalboxError not_found for an unknown fleet, or a drill that does not run
 */
export async function previewRoute({
  ctx,
  input,
}: ServiceCall): Promise<{ answer: RouteAnswer; candidates: CandidateRow[] }> {
  requireScope(ctx, "task:route");
  const { fleetName, request } = parseInput(schema, input);
  requireFleet(ctx, fleetName);
  const fleet = fleetRuntime(fleetName);
  if (!fleet) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  await readyText(fleet, request.task.description, ctx.clock);
  const draft = await simulateRoute(ctx, fleet, request, null);
  return {
    answer: toAnswer(draft, null),
    candidates: decodeCandidates(encodeCandidates(draft.result)),
  };
}
