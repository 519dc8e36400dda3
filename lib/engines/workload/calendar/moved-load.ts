import type { AgentLoad } from "./agent-load.ts";
import { agentWeek } from "./agent-week.ts";

/** How long an agent's tasks wait over a week, and how sure its busiest hour is to be full. */
export interface WeekWait {
  /** Mean over the tasks, in milliseconds. */
  waitMs: number;
  /** Of the hour that is most likely to be full, 0-1. */
  saturation: number;
}

/** Tasks that are played through for each week: more are more exact. */
const TASKS = 12_000;

/** What a load's week is like. The same seed gives the same answer. */
export function weekWait(load: AgentLoad, seed: number, tasks = TASKS): WeekWait {
  const hours = agentWeek(load, seed, tasks);
  const all = load.tasksByHour.reduce((sum, count) => sum + count, 0);
  const waited = hours.reduce((sum, { waitMs }, hour) => sum + waitMs * (load.tasksByHour[hour] ?? 0), 0);
  return {
    waitMs: all > 0 ? waited / all : 0,
    saturation: hours.reduce((most, { saturation }) => Math.max(most, saturation), 0),
  };
}

/** A receiver's load with a share of each giver's tasks on top; they take as long as its own do. */
export function withMoved(receiver: AgentLoad, givers: readonly AgentLoad[], share: number): AgentLoad {
  const tasksByHour = receiver.tasksByHour.map(
    (count, hour) => count + share * givers.reduce((sum, giver) => sum + (giver.tasksByHour[hour] ?? 0), 0),
  );
  return { ...receiver, tasksByHour };
}
