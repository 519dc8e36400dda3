import type { AgentView } from "#lib/contracts/agent.ts";
import type { FleetAgent, RoutableConfiguration } from "#lib/contracts/routing.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import { TaskRouter } from "#lib/engines/routing/task-router.ts";
import { db } from "#lib/store/client.ts";
import { type FleetRow, listAgents, listFleets, readLoads } from "#lib/store/fleet.ts";
import { configurationByRef } from "./configurations.ts";
import { EvidenceByVersion } from "./fleet-evidence.ts";
import { inProduction, type Production } from "./models.ts";
import { beginWrite, endWrite, isBelieved, noteWritten, type OwnWrites, ownWrites, writesSoFar } from "./own-writes.ts";
import { registerRefresher } from "./refresh.ts";
import { fleetPolicy, routingPolicyVersion } from "./routing-policy.ts";
import { fromSettings } from "./settings.ts";

/** A fleet ready to route: its agents, loads and production predictor in one router. */
export interface FleetRuntime {
  name: string;
  kind: FleetRow["kind"];
  router: TaskRouter;
  /** Of the policy that `router` decides by now; a decision writes it down. */
  policyVersion: string;
  /** What `router` predicts with now; a decision writes it down. */
  predictor: Production<"performance_predictor"> | null;
  /** Outcomes of what predictors decided, which correct them. */
  evidence: EvidenceByVersion;
  /** What `router` reads texts with now; null: names alone. */
  matcher: Production<"capability_matcher"> | null;
  /** What `router` judges load by now; null: the share of free slots. */
  workload: Production<"workload"> | null;
  /** What `router` judges collaboration by now; null: it is neutral. */
  behavior: Production<"behavior"> | null;
}

interface State {
  fleets: Map<string, FleetRuntime>;
  /** Leases of this process by agent: those under way are reserved, and not yet committed. */
  leases: Map<string, OwnWrites>;
}

const state = () =>
  processState<State>("runtime.fleet", () => ({
    fleets: new Map(),
    leases: new Map(),
  }));

const taxonomyMatcher = fromSettings("capabilities", (taxonomy) => new CapabilityMatcher(taxonomy));

/** Every fleet this process knows. */
export const allFleets = (): Iterable<FleetRuntime> => state().fleets.values();

export const isFleet = (name: string): boolean => state().fleets.has(name);

/** The fleet by name, with the policy and the predictor that are in force now; null when there is no such fleet. */
export function fleetRuntime(name: string): FleetRuntime | null {
  const fleet = state().fleets.get(name);
  if (!fleet) return null;
  takePolicy(fleet);
  const production = inProduction(name, "performance_predictor");
  if (fleet.predictor !== production) {
    fleet.predictor = production;
    fleet.router.setPredictor(production?.model ?? null);
  }
  const matcher = inProduction(name, "capability_matcher");
  if (fleet.matcher !== matcher) {
    fleet.matcher = matcher;
    fleet.router.setTextMatcher(matcher?.model ?? null);
  }
  const workload = inProduction(name, "workload");
  if (fleet.workload !== workload) {
    fleet.workload = workload;
    fleet.router.setWorkload(workload?.model ?? null);
  }
  const behavior = inProduction(name, "behavior");
  if (fleet.behavior !== behavior) {
    fleet.behavior = behavior;
    fleet.router.setCollaboration(behavior?.model ?? null);
  }
  return fleet;
}

/** Of one moment: no decision weighs by one policy and writes down another. */
function takePolicy(fleet: FleetRuntime): void {
  const { router, name } = fleet;
  router.setMatcher(taxonomyMatcher());
  const policy = fleetPolicy(name);
  if (router.policy === policy) return;
  const before = router.policy.liveEvidence;
  router.setPolicy(policy);
  fleet.policyVersion = routingPolicyVersion();
  // Evidence is weighed as it comes in: by other rules it is counted anew, from what the database remembers.
  if (canonicalJson(before) !== canonicalJson(policy.liveEvidence)) fleet.evidence = new EvidenceByVersion(name);
}

/** Loads every fleet and its agents; routing goes on with the old snapshot until the new one is whole. */
export async function refreshFleets(): Promise<void> {
  const own = state();
  const since = writesSoFar();
  const [rows, agents] = await Promise.all([listFleets(db()), listAgents(db())]);
  const byFleet = Map.groupBy(agents, (agent) => agent.fleetName);
  const names = new Set(rows.map((row) => row.name));
  for (const name of own.fleets.keys()) if (!names.has(name)) own.fleets.delete(name);
  const ids = new Set(agents.map(({ id }) => id));
  for (const [id, { underWay }] of own.leases) if (underWay === 0 && !ids.has(id)) own.leases.delete(id);
  for (const row of rows) {
    const fleet = own.fleets.get(row.name) ?? newFleet(row);
    const known = new Map(fleet.router.agents.map((agent) => [agent.id, agent.activeLeases]));
    fleet.router.setAgents(
      (byFleet.get(row.name) ?? []).map((agent) => {
        const activeLeases = leasesOf(agent, since) ?? known.get(agent.id) ?? agent.activeLeases;
        return toFleetAgent({ ...agent, activeLeases });
      }),
    );
    own.fleets.set(row.name, fleet);
  }
}

function newFleet(row: FleetRow): FleetRuntime {
  return {
    name: row.name,
    kind: row.kind,
    router: new TaskRouter({ policy: fleetPolicy(row.name), matcher: taxonomyMatcher(), predictor: null }),
    policyVersion: routingPolicyVersion(),
    predictor: null,
    evidence: new EvidenceByVersion(row.name),
    matcher: null,
    workload: null,
    behavior: null,
  };
}

/** A router like the fleet's own over other agents, for questions of "what if": nothing it is asked reserves anything. */
export function routerLike(fleet: FleetRuntime, agents: readonly FleetAgent[]): TaskRouter {
  const predictor = fleet.predictor?.model ?? null;
  const router = new TaskRouter({ policy: fleet.router.policy, matcher: taxonomyMatcher(), predictor });
  router.setTextMatcher(fleet.matcher?.model ?? null);
  router.setWorkload(fleet.workload?.model ?? null);
  router.setCollaboration(fleet.behavior?.model ?? null);
  router.setAgents(agents);
  return router;
}

/** Takes one new or changed agent over, without loading the others again. */
export function applyAgent(agent: AgentView): void {
  const router = state().fleets.get(agent.fleetName)?.router;
  const known = router?.agents.find(({ id }) => id === agent.id)?.activeLeases;
  router?.registerAgent(toFleetAgent({ ...agent, activeLeases: known ?? agent.activeLeases }));
}

/** Reads leases and heartbeats again, which other processes change too; part of the listener's poll. */
export async function refreshLoads(): Promise<void> {
  const since = writesSoFar();
  const loads = new Map((await readLoads(db())).map((load) => [load.agentId, load]));
  for (const { router } of state().fleets.values()) {
    for (const agent of router.agents) {
      const load = loads.get(agent.id);
      if (!load) continue;
      const leases = leasesOf({ id: agent.id, activeLeases: load.activeLeases }, since);
      if (leases !== null && leases !== agent.activeLeases) router.adjustLeases(agent.id, leases - agent.activeLeases);
      if (load.lastHeartbeatAtMs !== null) router.setHeartbeat(agent.id, load.lastHeartbeatAtMs);
    }
  }
}

/** Leases of an agent as they were read, with those under way; null: this process changed them meanwhile. */
function leasesOf({ id, activeLeases }: Pick<AgentView, "id" | "activeLeases">, since: number): number | null {
  const own = state().leases.get(id);
  if (!own) return activeLeases;
  if (!isBelieved(own, since, systemClock.nowMs())) return null;
  return activeLeases + own.underWay;
}

/** Counts a slot as taken at once, before the lease is durable: the next decision must already see it. */
export function reserveSlot(fleet: FleetRuntime, agentId: string): void {
  beginWrite(ownLeases(agentId));
  fleet.router.adjustLeases(agentId, 1);
}

/** Ends a reservation: `kept` when its lease is in the database now, otherwise the slot is free again. */
export function endReservation(fleet: FleetRuntime, agentId: string, kept: boolean): void {
  endWrite(ownLeases(agentId));
  if (!kept) fleet.router.adjustLeases(agentId, -1);
}

function ownLeases(agentId: string): OwnWrites {
  const { leases } = state();
  const known = leases.get(agentId);
  if (known) return known;
  const made = ownWrites();
  leases.set(agentId, made);
  return made;
}

/** Frees a slot whose lease has ended in the database. */
export function freeSlot(fleetName: string, agentId: string | null): void {
  if (agentId === null) return;
  noteWritten(ownLeases(agentId));
  state().fleets.get(fleetName)?.router.adjustLeases(agentId, -1);
}

/** Frees slots of agents whose fleet the caller does not know. */
export function freeSlots(agentIds: readonly (string | null)[]): void {
  for (const agentId of agentIds) {
    if (agentId === null) continue;
    noteWritten(ownLeases(agentId));
    for (const { router } of state().fleets.values()) router.adjustLeases(agentId, -1);
  }
}

/** A configuration in force as the engine sees it; null when there is none of that name. */
export function routableConfiguration(ref: string): RoutableConfiguration | null {
  const loaded = configurationByRef(ref);
  if (!loaded) return null;
  const { settings, facts } = loaded;
  return {
    ref,
    revision: loaded.revision,
    provider: settings.provider,
    model: settings.model,
    tier: settings.tier,
    maxTokens: settings.maxTokens,
    contextWindow: facts.contextWindow,
    price: facts.price,
  };
}

function toFleetAgent(agent: AgentView): FleetAgent {
  return {
    id: agent.id,
    name: agent.name,
    role: agent.role,
    description: agent.description,
    status: agent.status,
    capabilities: agent.capabilities,
    concurrencyLimit: agent.concurrencyLimit,
    activeLeases: agent.activeLeases,
    configuration: agent.configuration ? routableConfiguration(agent.configuration) : null,
    heartbeatTtlSeconds: agent.heartbeatTtlSeconds,
    lastHeartbeatAtMs: agent.lastHeartbeatAt ? Date.parse(agent.lastHeartbeatAt) : null,
  };
}

registerRefresher("fleet", "fleets", refreshFleets);
// After the configurations themselves: importing them above registered theirs first.
registerRefresher("config", "fleets", refreshFleets);
