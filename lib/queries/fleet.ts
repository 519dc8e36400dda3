import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { type AgentView, nameSchema } from "#lib/contracts/agent.ts";
import { type AgentDetail, type AgentPrior, type FleetView, RECORD_DECISIONS } from "#lib/contracts/fleet.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { taughtTraits, traitsOf } from "#lib/engines/prediction/cold-start/trait-lesson.ts";
import { rateView } from "#lib/engines/prediction/wilson.ts";
import { priorOf } from "#lib/engines/routing/prediction-columns.ts";
import { routableConfiguration } from "#lib/runtime/fleet.ts";
import { inProduction } from "#lib/runtime/models.ts";
import { fleetPolicy } from "#lib/runtime/routing-policy.ts";
import { db } from "#lib/store/client.ts";
import { listDecisions, recordsByType } from "#lib/store/decision.ts";
import { findAgentById, findAgentDates, listAgents as readAgents, listFleets as readFleets } from "#lib/store/fleet.ts";

const RECENT = 20;

/** Every fleet; for a key its own. */
export async function listFleets({ ctx }: Pick<ServiceCall, "ctx">): Promise<FleetView[]> {
  requireScope(ctx, "fleet:read");
  const { actor } = ctx;
  const fleets = await readFleets(db());
  return actor.kind === "key" ? fleets.filter((fleet) => fleet.name === actor.fleetName) : fleets;
}

/** Agents of one fleet, or of all; for a key those of its own. */
export async function listAgents({ ctx, input }: ServiceCall): Promise<AgentView[]> {
  requireScope(ctx, "fleet:read");
  const { fleetName } = parseInput(z.strictObject({ fleetName: nameSchema.optional() }), input);
  if (fleetName !== undefined) requireFleet(ctx, fleetName);
  return readAgents(db(), ctx.actor.kind === "key" ? ctx.actor.fleetName : fleetName);
}

/** One agent with its record. @throws SignalboxError not_found */
export async function readAgent({ ctx, input }: ServiceCall): Promise<AgentDetail> {
  requireScope(ctx, "fleet:read");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const agent = await findAgentById(db(), id);
  const dates = await findAgentDates(db(), id);
  if (!agent || !dates) throw new SignalboxError("not_found", "There is no such agent, or it was removed.");
  requireFleet(ctx, agent.fleetName);
  const [records, recent] = await Promise.all([
    recordsByType(db(), id, RECORD_DECISIONS),
    listDecisions(db(), { agentId: id }, null, RECENT),
  ]);
  const sum = (pick: (row: (typeof records)[number]) => number) => records.reduce((total, row) => total + pick(row), 0);
  return {
    ...agent,
    ...dates,
    decisions: sum((row) => row.decisions),
    success: rateView(
      sum((row) => row.succeeded),
      sum((row) => row.judged),
    ),
    spentNanoUsd: records.reduce((total, row) => total + row.spentNanoUsd, 0n).toString(),
    prior: priorOfAgent(agent),
    types: records.map((row) => ({
      taskType: row.taskType,
      decisions: row.decisions,
      success: rateView(row.succeeded, row.judged),
      durationP50Ms: row.durationP50Ms,
      costP50NanoUsd: row.costP50NanoUsd,
    })),
    recent: recent.rows,
  };
}

/** As the fleet's predictor in production and the policy have it now. */
function priorOfAgent({ fleetName, configuration: ref }: AgentView): AgentPrior {
  const policy = fleetPolicy(fleetName);
  const lesson = inProduction(fleetName, "performance_predictor")?.model.lesson ?? null;
  const configuration = ref === null ? null : routableConfiguration(ref);
  return {
    success: priorOf(policy, lesson, configuration),
    declared: policy.coldStart.priorSuccess,
    movedBy: taughtTraits(lesson, traitsOf(configuration)),
    taughtBy: lesson?.agents ?? 0,
    countsBelow: policy.coldStart.minSamples,
  };
}
