import type { TextMatcher } from "#lib/contracts/capability.ts";
import type { CollaborationJudge } from "#lib/contracts/collaboration-factor.ts";
import type { PerformancePredictor, PredictionColumns } from "#lib/contracts/prediction.ts";
import { FILTERS, type FleetAgent, type RoutingPolicy } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import type { WorkloadForecaster } from "#lib/contracts/workload.ts";
import type { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import { type CollaborationColumn, CollaborationColumns } from "./collaboration-column.ts";
import { chooseConfigurations, configurationsForTier } from "./configuration-choice.ts";
import { decide } from "./decide.ts";
import type { DecisionFrame, RouteInputs } from "./decision-frame.ts";
import { FILTER_PLUGINS } from "./filters/all.ts";
import { type FleetColumns, fleetColumns } from "./fleet-columns.ts";
import { LiveForecasts } from "./live-forecasts.ts";
import { paceColumn } from "./pace-column.ts";
import { type CandidateForecast, candidateForecast, unknownPrediction } from "./prediction-columns.ts";
import { RequirementCache } from "./requirement-columns.ts";
import type { RoutingResult } from "./routing-result.ts";
import { rankRows } from "./selection.ts";
import { TaskAgentScorer } from "./task-agent-scorer.ts";
import { HOUR_MS, type WaitColumns, waitColumns, waitMsOf } from "./wait-columns.ts";

export type { RouteInputs } from "./decision-frame.ts";
export type { RoutingResult } from "./routing-result.ts";

/**
 * Places tasks on agents: filter, score, select, explain, as the Kubernetes scheduler does
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/scheduling-framework/). Holds the fleet as columns; a
 * decision makes no object a candidate. Not safe to share a result's columns for writing: some are cached.
 */
export class TaskRouter {
  #matcher: CapabilityMatcher;
  #reader: TextMatcher | null = null;
  #policy: RoutingPolicy;
  #predictor: PerformancePredictor | null;
  #workload: WorkloadForecaster | null = null;
  #waits: WaitColumns | null = null;
  #judge: CollaborationJudge | null = null;
  #collaboration: CollaborationColumns | null = null;
  #scorer: TaskAgentScorer;
  #fleet: FleetColumns = fleetColumns([]);
  #requirements: RequirementCache;
  #unknown: PredictionColumns | null = null;
  readonly #live = new LiveForecasts();
  #forecasts = new WeakMap<PredictionColumns, Map<string, CandidateForecast>>();

  constructor(parts: { policy: RoutingPolicy; matcher: CapabilityMatcher; predictor: PerformancePredictor | null }) {
    this.#matcher = parts.matcher;
    this.#policy = parts.policy;
    this.#predictor = parts.predictor;
    this.#scorer = new TaskAgentScorer(parts.policy);
    this.#requirements = new RequirementCache(this.#fleet, this.#matcher, parts.policy.minCapabilityMatch);
  }

  /** Snapshot order is the order of candidate rows; loads and heartbeats are live. */
  get agents(): readonly FleetAgent[] {
    return this.#fleet.agents;
  }

  get policy(): RoutingPolicy {
    return this.#policy;
  }

  /**
   * Takes a whole snapshot, with its loads and heartbeats.
   * @throws RangeError when two agents share an id or a name.
   */
  setAgents(agents: readonly FleetAgent[]): void {
    this.#fleet = fleetColumns(agents.map((agent) => ({ ...agent })));
    this.#forget();
  }

  /** Adds the agent, or replaces the one with its id in place. Rebuilds the columns: for rare changes. */
  registerAgent(agent: FleetAgent): void {
    const agents = [...this.#fleet.agents];
    const row = this.#fleet.rowOfId.get(agent.id);
    if (row === undefined) agents.push(agent);
    else agents[row] = agent;
    this.setAgents(agents);
  }

  /** Nothing happens when the agent is not there. */
  removeAgent(agentId: string): void {
    this.setAgents(this.#fleet.agents.filter(({ id }) => id !== agentId));
  }

  /** Takes another predictor, or none: everybody is then worth the cold start's prior. */
  setPredictor(predictor: PerformancePredictor | null): void {
    this.#predictor = predictor;
    this.#forget();
  }

  /** Takes another workload model, or none: availability is then the share of free slots. */
  setWorkload(workload: WorkloadForecaster | null): void {
    this.#workload = workload;
    this.#waits = null;
  }

  /** Takes another behaviour model, or none: collaboration is then neutral. */
  setCollaboration(judge: CollaborationJudge | null): void {
    this.#judge = judge;
    this.#collaboration = null;
  }

  /**
   * Milliseconds that the next task would wait at each agent with a free slot if one were placed there now, by its id.
   * @returns null where no workload model says
   */
  expectedWaits(nowMs: number): ReadonlyMap<string, number> | null {
    const waits = this.#waitsAt(nowMs);
    if (!waits) return null;
    const { agents, leases, limit } = this.#fleet;
    const free = agents.flatMap(({ id }, row) =>
      (leases[row] as number) < (limit[row] as number) ? [[id, waitMsOf(waits, leases, row)] as const] : [],
    );
    return new Map(free);
  }

  /** What a text asks for, best first, as a decision reads it where no capability is named. */
  readCapabilities(text: string): readonly string[] {
    return this.#infer(text).map(({ name }) => name);
  }

  /** The policy's matcher of names. */
  get matcher(): CapabilityMatcher {
    return this.#matcher;
  }

  /** Takes another reader of texts, or none: names and descriptions of the taxonomy then say what a text asks for. */
  setTextMatcher(matcher: TextMatcher | null): void {
    this.#reader = matcher;
  }

  /** Takes another taxonomy of capabilities; nothing happens when it is the same. */
  setMatcher(matcher: CapabilityMatcher): void {
    if (matcher === this.#matcher) return;
    this.#matcher = matcher;
    this.#forget();
  }

  /** Takes another policy from the next decision on. */
  setPolicy(policy: RoutingPolicy): void {
    this.#policy = policy;
    this.#scorer = new TaskAgentScorer(policy);
    this.#forget();
  }

  /** Counts leases taken (positive) or ended (negative); an agent that is not there is ignored. */
  adjustLeases(agentId: string, delta: number): void {
    const row = this.#fleet.rowOfId.get(agentId);
    if (row === undefined) return;
    const { leases, agents } = this.#fleet;
    const held = Math.max(0, (leases[row] as number) + delta);
    leases[row] = held;
    (agents[row] as FleetAgent).activeLeases = held;
  }

  /** @param atMs milliseconds since the epoch; an older heartbeat than the known one changes nothing. */
  setHeartbeat(agentId: string, atMs: number): void {
    const row = this.#fleet.rowOfId.get(agentId);
    if (row === undefined) return;
    const { lastHeartbeatMs, agents } = this.#fleet;
    if (atMs <= (lastHeartbeatMs[row] as number)) return;
    lastHeartbeatMs[row] = atMs;
    (agents[row] as FleetAgent).lastHeartbeatAtMs = atMs;
  }

  /** False also for an agent that is not there. */
  hasFreeSlot(agentId: string): boolean {
    const row = this.#fleet.rowOfId.get(agentId);
    return row !== undefined && (this.#fleet.leases[row] as number) < (this.#fleet.limit[row] as number);
  }

  /**
   * Decides without reserving anything: the same state, task and inputs always give the same result.
   * @param predictor decides this once in place of the router's own
   */
  route(task: Task, inputs: RouteInputs, predictor: PerformancePredictor | null = this.#predictor): RoutingResult {
    const frame = this.#frame(task, inputs, predictor);
    FILTERS.forEach((name, index) => {
      FILTER_PLUGINS[name].refuse(frame, 1 << index);
    });
    const eligible = eligibleRows(frame.refused);
    const { scores, total } = this.#scorer.score(frame, eligible);
    const ranking = rankRows(eligible, total, this.#fleet.nameRank, this.#fleet.rowOfNameRank);
    return decide(frame, ranking, scores, total, inputs.seed);
  }

  #frame(task: Task, inputs: RouteInputs, predictor: PerformancePredictor | null): DecisionFrame {
    const fleet = this.#fleet;
    const predicted = this.#forecast(task, inputs, predictor);
    const forecast = this.#live.correct(predicted, inputs.evidence, fleet, task.type, inputs.nowMs);
    const named = task.requiredCapabilities;
    const choice = chooseConfigurations(fleet, this.#policy, forecast, inputs, task.constraints.tier);
    const wasRead = named.length === 0 && fleet.postings.size > 0;
    const inferred = wasRead ? this.#infer(task.description) : [];
    return {
      fleet,
      policy: this.#policy,
      task,
      inputs,
      forecast,
      failureCorrelation: predictor?.failureCorrelation ?? null,
      leases: fleet.leases.slice(),
      lastHeartbeatMs: fleet.needsHeartbeats ? fleet.lastHeartbeatMs.slice() : fleet.lastHeartbeatMs,
      requirements: named.map(({ name, minLevel }) => ({
        name,
        minLevel,
        columns: this.#requirements.columnsOf(name),
      })),
      wasRead,
      inferred: inferred.map(({ name, weight }) => ({
        name,
        weight,
        columns: this.#requirements.columnsOf(name),
      })),
      ...choice,
      pace: this.#policy.pacing.enabled ? paceColumn(fleet, inputs.budgets, choice) : null,
      waits: this.#waitsAt(inputs.nowMs),
      collaboration: this.#after(inputs.handedOverFrom),
      refused: new Uint16Array(fleet.count),
    };
  }

  #waitsAt(nowMs: number): WaitColumns | null {
    if (!this.#workload) return null;
    const hour = Math.floor(nowMs / HOUR_MS);
    if (this.#waits?.hour !== hour) this.#waits = waitColumns(this.#fleet, this.#workload, hour);
    return this.#waits.isKnown ? this.#waits : null;
  }

  #after(handedOverFrom: string | null): CollaborationColumn | null {
    if (!this.#judge || handedOverFrom === null) return null;
    this.#collaboration ??= new CollaborationColumns(this.#judge, this.#fleet.names);
    return this.#collaboration.after(handedOverFrom);
  }

  #infer(text: string): readonly { name: string; weight: number }[] {
    if (this.#reader) return this.#reader.likely(text).map(({ name, probability }) => ({ name, weight: probability }));
    return this.#matcher.inferCapabilities(text).map(({ name, similarity }) => ({ name, weight: similarity }));
  }

  #forecast(task: Task, inputs: RouteInputs, predictor: PerformancePredictor | null): CandidateForecast {
    const fleet = this.#fleet;
    const prediction = this.#predict(task, predictor);
    const { tier } = task.constraints;
    const configurations = tier
      ? configurationsForTier(fleet.configurations, tier, inputs.configurations)
      : fleet.configurations;
    const byTier = this.#forecasts.get(prediction) ?? new Map<string, CandidateForecast>();
    const cached = byTier.get(tier ?? "");
    if (cached && sameItems(cached.configurations, configurations)) return cached;
    const hasPredictor = predictor !== null;
    const lesson = predictor?.lesson ?? null;
    const policy = this.#policy;
    const forecast = candidateForecast({ fleet, prediction, hasPredictor, lesson, policy, configurations });
    byTier.set(tier ?? "", forecast);
    this.#forecasts.set(prediction, byTier);
    return forecast;
  }

  #predict(task: Task, predictor: PerformancePredictor | null): PredictionColumns {
    if (predictor) {
      const subject = { type: task.type, text: task.description, source: null };
      return predictor.predictColumns(this.#fleet.names, subject);
    }
    this.#unknown ??= unknownPrediction(this.#fleet.count, this.#policy.coldStart.priorSuccess);
    return this.#unknown;
  }

  #forget(): void {
    this.#requirements = new RequirementCache(this.#fleet, this.#matcher, this.#policy.minCapabilityMatch);
    this.#unknown = null;
    this.#waits = null;
    this.#collaboration = null;
    this.#forecasts = new WeakMap();
  }
}

function eligibleRows(refused: Uint16Array): Int32Array {
  const rows = new Int32Array(refused.length);
  let count = 0;
  for (let row = 0; row < refused.length; row++) if (refused[row] === 0) rows[count++] = row;
  return rows.subarray(0, count);
}

function sameItems(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left === right || (left.length === right.length && left.every((item, i) => item === right[i]));
}
