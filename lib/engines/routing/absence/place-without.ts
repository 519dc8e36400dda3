import { FILTERS, type FilterName } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import { leftOutConfigurations } from "../left-out.ts";
import type { RouteInputs, RoutingResult, TaskRouter } from "../task-router.ts";

/** What is taken for gone: agents by name, and configurations that nobody answers for any more. */
export interface Gone {
  agents: readonly string[];
  configurations: ReadonlySet<string>;
}

/** A task of the past, with what the router would be told of it now. */
export interface PastTask {
  task: Task;
  /** Who took it. */
  agent: string;
  inputs: RouteInputs;
}

/** What is expected of an agent for one task; NaN = unknown. */
export interface TaskForecast {
  success: number;
  /** Standard deviation of what is believed of its logit. */
  successSd: number;
  costNanoUsd: number;
}

export interface TaskWithout {
  taskType: string;
  /** Who took it, and what is expected of that agent for it now. */
  agent: string;
  before: TaskForecast;
  /** Who would take it, with which probability; nobody: nobody could. */
  takers: readonly (TaskForecast & { agent: string; share: number })[];
  /** What keeps it from everybody else; null where it is placed, or where there is nobody else. */
  refusedBy: FilterName | null;
}

/** Tasks of one agent and type: how many there were, and those of them that were looked at. */
export interface Stratum {
  tasks: number;
  sample: readonly TaskWithout[];
}

/** Agents that the policy takes less often than this are no successors. */
const LEAST_SHARE = 1e-4;

/**
 * Places a task of the past as the router would now, if what is gone were gone: by its filters, its scores and its policy's
 * chances, of which none is drawn. Reserves nothing.
 */
export function placeWithout(router: TaskRouter, past: PastTask, gone: Gone): TaskWithout {
  const { task, agent, inputs } = past;
  const unavailable = new Set([...inputs.unavailableConfigurations, ...gone.configurations]);
  const unavailableConfigurations = leftOutConfigurations(router.agents, unavailable);
  const result = router.route(task, { ...inputs, goneAgents: new Set(gone.agents), unavailableConfigurations });
  const { chosen, ranking, probability, agents } = result;
  const takers = [...ranking].flatMap((row, place) => {
    const share = probability?.[place] ?? (row === chosen ? 1 : 0);
    return share < LEAST_SHARE ? [] : [{ agent: agents[row]?.name ?? "", share, ...forecastOf(result, row) }];
  });
  return {
    ...{ taskType: task.type, agent, takers },
    before: forecastOf(result, result.frame.fleet.rowOfName.get(agent) ?? -1),
    refusedBy: takers.length === 0 ? keptBy(result, gone) : null,
  };
}

function forecastOf({ frame }: RoutingResult, row: number): TaskForecast {
  const { forecast, costP50NanoUsd } = frame;
  return {
    success: forecast.successProbability[row] ?? Number.NaN,
    successSd: forecast.successSd[row] ?? Number.NaN,
    costNanoUsd: costP50NanoUsd[row] ?? Number.NaN,
  };
}

/**
 * The filter that stands between a task and those who are left: the one that alone keeps most of them, else the first one
 * that most of them fail.
 */
function keptBy({ candidates, agents }: RoutingResult, gone: Gone): FilterName | null {
  const alone = new Int32Array(FILTERS.length);
  const first = new Int32Array(FILTERS.length);
  agents.forEach(({ name, configuration }, row) => {
    if (gone.agents.includes(name) || (configuration && gone.configurations.has(configuration.ref))) return;
    const mask = candidates.refused[row] as number;
    if (mask === 0) return;
    const lowest = 31 - Math.clz32(mask & -mask);
    first[lowest] = (first[lowest] as number) + 1;
    if ((mask & (mask - 1)) === 0) alone[lowest] = (alone[lowest] as number) + 1;
  });
  const [found] = [alone, first].flatMap((counts) => {
    const most = Math.max(...counts);
    return most > 0 ? [FILTERS[counts.indexOf(most)]] : [];
  });
  return found ?? null;
}
