import type { AgentRates, WorkloadForecaster } from "#lib/contracts/workload.ts";
import { type ArrivalForecast, fitArrivals, forecastHour, LEAST_ARRIVAL_HOURS } from "../arrivals/arrival-model.ts";
import { type AgentLoad, HOUR_MS, WEEK_HOURS } from "../calendar/agent-load.ts";
import { meanServiceMs, mixServices, type ServiceTime } from "../queue/service-time.ts";
import { serviceMatrix } from "./service-matrix.ts";
import { decodeWorkload, encodeWorkload } from "./workload-artifact.ts";
import { countsByType, hourOf, OTHER_TYPES, type WorkloadHistory } from "./workload-history.ts";
import type { WorkloadState } from "./workload-state.ts";

/** How a fleet's tasks come and how long they keep its agents busy. Immutable. */
export class WorkloadModel implements WorkloadForecaster {
  readonly #state: WorkloadState;
  readonly #columnOf: ReadonlyMap<string, number>;

  private constructor(state: WorkloadState) {
    this.#state = state;
    this.#columnOf = new Map(state.services.agents.map((agent, column) => [agent, column]));
  }

  /**
   * Learns from counted history; the same history gives the same model.
   * @throws RangeError with less than three days of history
   */
  static fit(history: WorkloadHistory, onType: (done: number, all: number) => void = () => undefined): WorkloadModel {
    const { fromHour, untilHour, services, priorities } = history;
    if (untilHour - fromHour < LEAST_ARRIVAL_HOURS) throw new RangeError("less than three days of history");
    const counts = [...countsByType(history)];
    const types = counts.map(([name, hourly], index) => {
      onType(index, counts.length);
      return { name, tasks: hourly.reduce((sum, value) => sum + value, 0), arrivals: fitArrivals(hourly) };
    });
    const names = types.map(({ name }) => name);
    const all = priorities.reduce((sum, value) => sum + value, 0);
    return new WorkloadModel({
      ...{ fromHour, untilHour, types },
      services: serviceMatrix(names, services, OTHER_TYPES),
      priorities: priorities.map((value) => (all > 0 ? value / all : 0)),
    });
  }

  /** @throws SignalboxError invalid_input or too_large with the reason. */
  static fromArtifact(bytes: Uint8Array): WorkloadModel {
    return new WorkloadModel(decodeWorkload(bytes));
  }

  toArtifact(): Uint8Array {
    return encodeWorkload(this.#state);
  }

  /** The first moment it forecasts. */
  get learnedUntilMs(): number {
    return this.#state.untilHour * HOUR_MS;
  }

  /** Busiest first. */
  get types(): readonly string[] {
    return this.#state.types.map(({ name }) => name);
  }

  /** Shares of the tasks by priority, most urgent first. */
  get priorities(): readonly number[] {
    return this.#state.priorities;
  }

  parameters(): Record<string, unknown> {
    const { types, services, fromHour, untilHour } = this.#state;
    return {
      types: types.length,
      agents: services.agents.length,
      historyHours: untilHour - fromHour,
      weeklyShare: Object.fromEntries(types.slice(0, 20).map((one) => [one.name, one.arrivals.rehearsal.weeklyShare])),
    };
  }

  /**
   * Tasks of a type in the hour of a moment.
   * @returns null for an unknown type, before what it has learned and beyond its horizon
   */
  forecast(type: string, atMs: number): ArrivalForecast | null {
    const found = this.#state.types.find(({ name }) => name === type);
    return found ? forecastHour(found.arrivals, hourOf(atMs) - this.#state.untilHour) : null;
  }

  /**
   * What each agent has to do in the hour of a moment.
   * @returns null where the model forecasts nothing: it is too old, or the moment lies before what it has learned
   */
  ratesAt(names: readonly string[], atMs: number): AgentRates | null {
    const { types, services, untilHour } = this.#state;
    const ahead = hourOf(atMs) - untilHour;
    const horizon = types[0]?.arrivals.expected.length ?? 0;
    if (ahead < 0 || ahead >= horizon) return null;
    const width = services.agents.length;
    const tasks = new Float64Array(width);
    const busyMs = new Float64Array(width);
    const usual = new Float64Array(width);
    const usualMs = new Float64Array(width);
    types.forEach(({ arrivals, tasks: known }, row) => {
      const sigma = services.sigma[row] as number;
      for (let column = 0; column < width; column++) {
        const cell = row * width + column;
        const share = services.shares[cell] as number;
        if (share === 0) continue;
        const ms = Math.exp((services.logMs[cell] as number) + (sigma * sigma) / 2);
        const now = share * (arrivals.expected[ahead] as number);
        tasks[column] = (tasks[column] as number) + now;
        busyMs[column] = (busyMs[column] as number) + now * ms;
        usual[column] = (usual[column] as number) + share * known;
        usualMs[column] = (usualMs[column] as number) + share * known * ms;
      }
    });
    const rates: AgentRates = {
      tasksPerMs: new Float64Array(names.length).fill(Number.NaN),
      meanServiceMs: new Float64Array(names.length).fill(Number.NaN),
    };
    names.forEach((name, row) => {
      const column = this.#columnOf.get(name);
      if (column === undefined || !((usual[column] as number) > 0)) return;
      const now = tasks[column] as number;
      rates.tasksPerMs[row] = now / HOUR_MS;
      // In an hour without its tasks, as long as its tasks usually take.
      const [ms, of] = now > 0 ? [busyMs, tasks] : [usualMs, usual];
      rates.meanServiceMs[row] = (ms[column] as number) / (of[column] as number);
    });
    return rates;
  }

  /**
   * The work expected of an agent from the hour of a moment on.
   * @returns null for an agent it does not know, and where it forecasts nothing
   */
  loadOf(agent: string, slots: number, fromMs: number, hours = WEEK_HOURS): AgentLoad | null {
    const { types, services, untilHour } = this.#state;
    const column = this.#columnOf.get(agent);
    const ahead = hourOf(fromMs) - untilHour;
    const horizon = types[0]?.arrivals.expected.length ?? 0;
    if (column === undefined || ahead < 0 || ahead + hours > horizon) return null;
    const width = services.agents.length;
    const tasksByHour = new Float64Array(hours);
    const parts: { service: ServiceTime; weight: number; variation: number }[] = [];
    types.forEach(({ arrivals }, row) => {
      const share = services.shares[row * width + column] as number;
      if (share === 0) return;
      let weight = 0;
      for (let hour = 0; hour < hours; hour++) {
        const tasks = share * (arrivals.expected[ahead + hour] as number);
        tasksByHour[hour] = (tasksByHour[hour] as number) + tasks;
        weight += tasks;
      }
      const medianMs = Math.exp(services.logMs[row * width + column] as number);
      const service = { medianMs, sigma: services.sigma[row] as number };
      parts.push({ service, weight, variation: arrivals.rehearsal.rateVariation.week });
    });
    const service = mixServices(parts);
    if (!service) return null;
    // Types come independently of each other: what varies adds up by squares.
    const all = parts.reduce((sum, { weight }) => sum + weight, 0);
    const rateVariation = parts.reduce((sum, { weight, variation }) => sum + variation * (weight / all) ** 2, 0);
    return { agent, slots, tasksByHour, rateVariation, service };
  }

  /** Agents that did tasks of a type this agent does, which therefore could take some of it over. */
  peersOf(agent: string): string[] {
    const { types, services } = this.#state;
    const column = this.#columnOf.get(agent);
    if (column === undefined) return [];
    const width = services.agents.length;
    const does = (row: number, at: number) => (services.shares[row * width + at] as number) > 0;
    return services.agents.filter(
      (_, other) => other !== column && types.some((_type, row) => does(row, column) && does(row, other)),
    );
  }

  /** Mean milliseconds that a task of a type takes an agent; null: one of them is unknown. */
  serviceMs(type: string, agent: string): number | null {
    const { types, services } = this.#state;
    const row = types.findIndex(({ name }) => name === type);
    const column = this.#columnOf.get(agent);
    if (row < 0 || column === undefined) return null;
    const medianMs = Math.exp(services.logMs[row * services.agents.length + column] as number);
    return meanServiceMs({ medianMs, sigma: services.sigma[row] as number });
  }
}
