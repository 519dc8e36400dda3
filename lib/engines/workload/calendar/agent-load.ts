import { meanServiceMs, type ServiceTime } from "../queue/service-time.ts";

export const HOUR_MS = 3_600_000;
export const WEEK_HOURS = 168;

/** The work that is expected of one agent in the hours to come. */
export interface AgentLoad {
  agent: string;
  /** Tasks it may work on at once. */
  slots: number;
  /** Expected tasks by hour from now on. */
  tasksByHour: Float64Array;
  /** Squared coefficient of variation of what an hour really brings around that, beyond chance. */
  rateVariation: number;
  service: ServiceTime;
}

/** Share of the agent's slots that an hour asks for; above 1 it cannot be done within the hour. */
export function offeredShare({ tasksByHour, service, slots }: AgentLoad, hour: number): number {
  return ((tasksByHour[hour] ?? 0) * meanServiceMs(service)) / (slots * HOUR_MS);
}
