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
