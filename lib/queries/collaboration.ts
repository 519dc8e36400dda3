import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { type AgentView, nameSchema } from "#lib/contracts/agent.ts";
import {
  type BehaviorVersionView,
  type BottleneckView,
  COLLABORATION_MEASURES,
  type CollaborationAgent,
  type CollaborationMeasure,
  type CollaborationPairs,
  type CollaborationView,
  type EstimateView,
  type NoCollaborationView,
  type PairUplifts,
} from "#lib/contracts/collaboration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { roleByName } from "#lib/engines/behavior/behavior-history.ts";
import type { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import type { Estimate, PairUplift, UpliftMeasure } from "#lib/engines/behavior/collaboration/uplift-row.ts";
import { type RingLayout, ringLayout } from "#lib/engines/behavior/graph/ring-layout.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { inProduction, type Production } from "#lib/runtime/models.ts";
import { db } from "#lib/store/client.ts";
import { listAgents, listFleets } from "#lib/store/fleet.ts";
import { hasHandOffs } from "#lib/store/pair-evidence.ts";

export const ENGINE_MEASURES: Record<Exclude<CollaborationMeasure, "handoffs">, UpliftMeasure> = {
  success: "success",
  cost: "log_cost",
  duration: "log_duration",
};

/** Fleets that a person may look at, and whether a behaviour model serves them. */
export async function listCollaborationFleets({
  ctx,
}: Pick<ServiceCall, "ctx">): Promise<{ name: string; agentCount: number; hasModel: boolean }[]> {
  requireScope(ctx, "fleet:read");
  const { actor } = ctx;
  const fleets = await listFleets(db());
  return fleets
    .filter(({ name }) => actor.kind !== "key" || actor.fleetName === name)
    .map(({ name, agentCount }) => ({ name, agentCount, hasModel: inProduction(name, "behavior") !== null }));
}

const inputSchema = z.strictObject({
  fleetName: nameSchema,
  measure: z.enum(COLLABORATION_MEASURES).default("handoffs"),
});

/**
 * Who hands over to whom in a fleet and what comes of it, as its behaviour model in production knows.
 * @throws SignalboxError not_found for an unknown fleet
 */
export async function readCollaboration({ ctx, input }: ServiceCall): Promise<CollaborationView | NoCollaborationView> {
  requireScope(ctx, "fleet:read");
  const { fleetName, measure } = parseInput(inputSchema, input);
  requireKnownFleet(ctx, fleetName);
  const production = inProduction(fleetName, "behavior");
  if (!production) return { fleetName, model: null, hasInteractions: await hasHandOffs(db(), fleetName) };
  const registered = new Map((await listAgents(db(), fleetName)).map((agent) => [agent.name, agent]));
  const { state } = production.model;
  const ring = ringLayout(state.graph, (name) => registered.get(name)?.role ?? roleByName(name));
  const agents = agentsOf(production.model, ring, registered);
  const placeOf = new Map(agents.map(({ name }, place) => [name, place]));
  return {
    ...{ fleetName, measure, model: behaviorVersionView(production), agents, roles: ring.roles },
    pairs: pairsOf(production.model, measure, placeOf),
    teams: state.teams
      .filter(({ members }) => members.length > 1)
      .toSorted((a, b) => a.pValue - b.pValue || b.n - a.n)
      .map(({ members, n, observed, believed, isFound }) => ({
        ...{ members, n, isFound },
        observed: estimateView(observed),
        believed: estimateView(believed),
      })),
    bottlenecks: bottlenecksOf(production.model, agents, placeOf),
  };
}

function agentsOf(
  model: BehaviorModel,
  ring: RingLayout,
  registered: ReadonlyMap<string, AgentView>,
): CollaborationAgent[] {
  const { graph, signatures } = model.state;
  const centrality = model.centrality();
  const parts = new Map(signatures.map(({ agent, role }) => [agent, role]));
  const [handedOver, received] = [new Map<string, number>(), new Map<string, number>()];
  const add = (sums: Map<string, number>, agent: string, n: number) => sums.set(agent, (sums.get(agent) ?? 0) + n);
  for (const { from, to, count } of graph.edges) {
    add(handedOver, graph.agents[from] ?? "", count);
    add(received, graph.agents[to] ?? "", count);
  }
  return ring.agents.map(({ agent, role, turn }) => ({
    ...{ name: agent, role, turn: rounded(turn, 5) },
    agentId: registered.get(agent)?.id ?? null,
    handedOver: handedOver.get(agent) ?? 0,
    received: received.get(agent) ?? 0,
    centrality: rounded(centrality.get(agent) ?? 0, 5),
    part: parts.get(agent) ?? null,
  }));
}

function pairsOf(
  { state: { graph, pairs } }: BehaviorModel,
  measure: CollaborationMeasure,
  placeOf: ReadonlyMap<string, number>,
): CollaborationPairs {
  const place = (agent: number) => placeOf.get(graph.agents[agent] ?? "") ?? 0;
  return {
    from: graph.edges.map(({ from }) => place(from)),
    to: graph.edges.map(({ to }) => place(to)),
    count: graph.edges.map(({ count }) => count),
    uplift:
      measure === "handoffs"
        ? null
        : upliftColumns(
            pairs[ENGINE_MEASURES[measure]],
            graph.edges.map(({ from, to }) => [graph.agents[from] ?? "", graph.agents[to] ?? ""]),
          ),
  };
}

function upliftColumns(known: readonly PairUplift[], pairs: readonly [from: string, to: string][]): PairUplifts {
  const key = (from: string, to: string) => JSON.stringify([from, to]);
  const uplifts = new Map(known.map((one) => [key(one.partner, one.agent), one]));
  const found = pairs.map(([from, to]) => uplifts.get(key(from, to)));
  const column = (read: (one: PairUplift) => number) => found.map((one) => (one ? rounded(read(one), 4) : null));
  return {
    n: column(({ n }) => n),
    value: column(({ believed }) => believed.value),
    low: column(({ believed }) => believed.ci95[0]),
    high: column(({ believed }) => believed.ci95[1]),
    isFound: found.map((one) => one?.isFound ?? false),
  };
}

function bottlenecksOf(
  { state: { bottlenecks, graph } }: BehaviorModel,
  agents: readonly CollaborationAgent[],
  placeOf: ReadonlyMap<string, number>,
): BottleneckView[] {
  const all = graph.edges.reduce((sum, { count }) => sum + count, 0);
  return bottlenecks.flatMap(({ agent, betweenness, waitingShare, sentence }) => {
    const own = agents[placeOf.get(agent) ?? -1];
    if (!own) return [];
    const handOffShare = all === 0 ? 0 : (own.handedOver + own.received) / all;
    return [{ agent, agentId: own.agentId, handOffShare, betweenness, waitingShare, sentence }];
  });
}

export const estimateView = ({ value, ci95: [low, high] }: Estimate): EstimateView => ({ value, low, high });

export function behaviorVersionView({ version, sha256, model }: Production<"behavior">): BehaviorVersionView {
  const { runs, interactions } = model.state;
  return { version, sha256, runs, interactions };
}

/** @throws SignalboxError not_found */
export function requireKnownFleet(ctx: ServiceCall["ctx"], fleetName: string): void {
  requireFleet(ctx, fleetName);
  if (!fleetRuntime(fleetName)) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
}

/** A page with thousands of pairs need not carry more digits than anybody reads. */
function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
