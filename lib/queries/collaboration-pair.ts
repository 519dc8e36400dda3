import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { CollaborationPairView, PairAgent, PairMeasure, PairMeasureView } from "#lib/contracts/collaboration.ts";
import { parseInput } from "#lib/core/parse.ts";
import { roleByName } from "#lib/engines/behavior/behavior-history.ts";
import type { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import { inProduction } from "#lib/runtime/models.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { listPairHandOffs } from "#lib/store/pair-evidence.ts";
import { behaviorVersionView, ENGINE_MEASURES, estimateView, requireKnownFleet } from "./collaboration.ts";

const EVIDENCE = 50;
/** Other platforms name their agents as they like. */
const speakerSchema = z.string().min(1).max(120);
const inputSchema = z.strictObject({ fleetName: nameSchema, from: speakerSchema, to: speakerSchema });

/**
 * How `to` works after `from`: what the behaviour model in production believes, with intervals, and the newest hand-offs
 * that it can be checked by.
 * @throws SignalboxError not_found for an unknown fleet
 */
export async function readCollaborationPair({ ctx, input }: ServiceCall): Promise<CollaborationPairView> {
  requireScope(ctx, "fleet:read");
  const { fleetName, from, to } = parseInput(inputSchema, input);
  requireKnownFleet(ctx, fleetName);
  const registered = new Map((await listAgents(db(), fleetName)).map((agent) => [agent.name, agent]));
  const agent = (name: string): PairAgent => {
    const known = registered.get(name);
    return { name, role: known?.role ?? roleByName(name), agentId: known?.id ?? null };
  };
  const production = inProduction(fleetName, "behavior");
  const [sender, receiver] = [agent(from), agent(to)];
  const evidence = await listPairHandOffs(db(), { fleetName, from, to, toAgentId: receiver.agentId }, EVIDENCE);
  return {
    ...{ fleetName, from: sender, to: receiver },
    model: production && behaviorVersionView(production),
    handOffs: production ? passed(production.model, from, to) : 0,
    handedBack: production ? passed(production.model, to, from) : 0,
    chance: production?.model.state.transitions.chance(from, to) ?? null,
    timesChance: production ? Math.exp(production.model.state.transitions.affinity(from, to)) : null,
    measures: production ? measuresOf(production.model, from, to) : [],
    evidence: evidence.map(({ at, costNanoUsd, ...row }) => ({
      ...row,
      at: at.toISOString(),
      costNanoUsd: costNanoUsd?.toString() ?? null,
    })),
  };
}

function passed({ state: { graph } }: BehaviorModel, from: string, to: string): number {
  const [sender, receiver] = [graph.agents.indexOf(from), graph.agents.indexOf(to)];
  return graph.edges.find((edge) => edge.from === sender && edge.to === receiver)?.count ?? 0;
}

function measuresOf({ state: { pairs } }: BehaviorModel, from: string, to: string): PairMeasureView[] {
  return Object.entries(ENGINE_MEASURES).flatMap(([measure, engine]) => {
    const pair = pairs[engine].find(({ agent, partner }) => agent === to && partner === from);
    if (!pair) return [];
    const { n, observed, believed, falseSignRate, pValue, isFound } = pair;
    return [
      {
        ...{ measure: measure as PairMeasure, n, falseSignRate, pValue, isFound },
        observed: estimateView(observed),
        believed: estimateView(believed),
      },
    ];
  });
}
