/** What agents do in one hour, by the order of the names asked for. NaN: nothing is known of the agent. */
export interface AgentRates {
  tasksPerMs: Float64Array;
  meanServiceMs: Float64Array;
}

/** The part of a workload model that deciding needs. */
export interface WorkloadForecaster {
  /**
   * What each agent has to do in the hour of a moment.
   * @returns null where nothing is forecast: the model is too old, or the moment lies before what it has learned
   */
  ratesAt(names: readonly string[], atMs: number): AgentRates | null;
}

/** Which version of a fleet's workload model is meant, and how far it has learned. */
export interface WorkloadVersionView {
  version: number;
  sha256: string;
  learnedUntil: string;
}

/** One hour of arrivals. */
export interface ArrivalHourView {
  at: string;
  /** Tasks that came; null: the hour is not over. */
  actual: number | null;
  /** Null: of an hour that was learned from. */
  forecast: { mean: number; p50: number; low90: number; high90: number } | null;
}

/** What came, what was expected of it since, and what is expected of the week to come. */
export interface ArrivalsView {
  /** Null: no workload model is in production; what came is shown all the same. */
  model: WorkloadVersionView | null;
  /** Null: all types together. */
  type: string | null;
  /** Busiest first. */
  types: string[];
  hours: ArrivalHourView[];
}

/** Wait and chance of saturation of an hour. */
export interface HourEffect {
  waitMs: number;
  saturation: number;
}

/** What would help an agent, with what it changes in its worst hour. */
export type WorkloadAdvice = { before: HourEffect; after: HourEffect } & (
  | { kind: "raise_slots"; slots: number; toSlots: number }
  | { kind: "move_tasks"; toAgent: string; share: number; receiver: { before: HourEffect; after: HourEffect } }
);

/** What one hour will be like for an agent. */
export interface AgentHourView {
  /** Share of its slots that the hour's own tasks ask for; may be above 1. */
  offered: number;
  /** Mean wait of the tasks that come in it. */
  waitMs: number;
  /** Chance that practically all of its slots are taken all hour, 0-1. */
  saturation: number;
}

export interface AgentWeekView {
  agentId: string;
  agent: string;
  slots: number;
  /** From the view's `from` on. */
  hours: AgentHourView[];
  /** Null: no hour is likely to be full. */
  worst: {
    at: string;
    saturation: number;
    waitMs: number;
    /** Waits if more urgent tasks always went first, most urgent class first; null: that class would never begin. */
    byPriority: { priority: string; share: number; waitMs: number | null }[];
    sentence: string;
    advice: WorkloadAdvice[];
  } | null;
}

/** The coming week of the agents that the model knows, the most endangered first; a page of them. */
export interface SaturationCalendarView {
  model: WorkloadVersionView | null;
  from: string;
  /** Enabled agents of the fleet, those of them that the model knows, and of these the ones with an hour likely to be full. */
  counts: { enabled: number; known: number; endangered: number };
  /** How many fit what was searched for. */
  found: number;
  agents: AgentWeekView[];
  /** Jain's index over the agents' mean load, 1/n to 1: how evenly work is spread. */
  fairness: number;
  /** Share of availability, which is judged by the wait to expect, among the weights that decide who gets a task. */
  availabilityShare: number;
}
