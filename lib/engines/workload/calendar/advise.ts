import { meanServiceMs } from "../queue/service-time.ts";
import { type AgentLoad, HOUR_MS, offeredShare } from "./agent-load.ts";
import { agentWeek, type HourOutlook } from "./agent-week.ts";

/** The hour in which an agent is most likely to be full. */
export interface SaturatedHour extends HourOutlook {
  agent: string;
  /** Hours from now, from 0. */
  hour: number;
}

/** Wait in the saturated hour and chance that it is saturated, before and after. */
export interface AdviceEffect {
  waitMs: number;
  saturation: number;
}

export type Advice = { agent: string; hour: number; before: AdviceEffect; after: AdviceEffect } & (
  | { kind: "raise_slots"; slots: number; toSlots: number }
  /** So many of its tasks an hour, on average over the saturated hours, to an agent that does the same kind of work. */
  | { kind: "move_tasks"; toAgent: string; share: number; receiver: { before: AdviceEffect; after: AdviceEffect } }
);

/** From this chance on an hour is worth a warning; an advice must bring it below the other. */
const WARNED_FROM = 0.2;
const ENOUGH = 0.05;
/** Who takes over is not loaded beyond this in any hour. */
const MOST_RECEIVED = 0.75;
const MOST_TRIES = 6;

/** Null: no hour is likely enough to be saturated. */
export function worstHour(agent: string, week: readonly HourOutlook[]): SaturatedHour | null {
  let worst: SaturatedHour | null = null;
  week.forEach((outlook, hour) => {
    const more = worst === null || outlook.saturation > worst.saturation;
    const longer = worst !== null && outlook.saturation === worst.saturation && outlook.waitMs > worst.waitMs;
    if (outlook.saturation >= WARNED_FROM && (more || longer)) worst = { ...outlook, agent, hour };
  });
  return worst;
}

const effectAt = (week: readonly HourOutlook[], hour: number): AdviceEffect => {
  const { waitMs = 0, saturation = 0 } = week[hour] ?? {};
  return { waitMs, saturation };
};

/**
 * How many slots the agent needs so that its worst hour is saturated in one week of twenty at most: square-root staffing
 * (Halfin & Whitt, 1981) proposes, playing the week through with it decides.
 * @returns null when so many tries were not enough
 */
export function adviseSlots(load: AgentLoad, worst: SaturatedHour, seed: number): Advice | null {
  const erlangs = ((load.tasksByHour[worst.hour] ?? 0) * meanServiceMs(load.service)) / HOUR_MS;
  const spread = 1 + Math.sqrt(load.rateVariation);
  let toSlots = Math.max(load.slots + 1, Math.ceil(erlangs * spread + Math.sqrt(erlangs)));
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const after = effectAt(agentWeek({ ...load, slots: toSlots }, seed), worst.hour);
    if (after.saturation <= ENOUGH) {
      const { agent, hour, waitMs, saturation } = worst;
      return { kind: "raise_slots", agent, hour, slots: load.slots, toSlots, before: { waitMs, saturation }, after };
    }
    toSlots += Math.max(1, Math.round(toSlots / 8));
  }
  return null;
}

/**
 * Which share of the agent's tasks another agent could take over so that neither is saturated: the receiver with most
 * room in the worst hour takes what brings the giver to the receiver's own limit, or what it has room for.
 * @param able agents that do the same kind of work, with their loads
 * @returns null when nobody has room
 */
export function adviseMove(
  load: AgentLoad,
  worst: SaturatedHour,
  able: readonly AgentLoad[],
  seed: number,
): Advice | null {
  const excess = 1 - MOST_RECEIVED / Math.max(worst.offered, MOST_RECEIVED);
  if (excess <= 0) return null;
  let best: { receiver: AgentLoad; share: number } | null = null;
  for (const receiver of able) {
    if (receiver.agent === load.agent) continue;
    const share = Math.min(excess, roomFor(receiver, load));
    if (share > 0.01 && (best === null || share > best.share)) best = { receiver, share };
  }
  if (!best) return null;
  const { receiver, share } = best;
  const given = { ...load, tasksByHour: load.tasksByHour.map((count) => count * (1 - share)) };
  const received = {
    ...receiver,
    tasksByHour: receiver.tasksByHour.map((count, hour) => count + share * (load.tasksByHour[hour] ?? 0)),
  };
  const { agent, hour, waitMs, saturation } = worst;
  return {
    kind: "move_tasks",
    ...{ agent, hour, toAgent: receiver.agent, share },
    before: { waitMs, saturation },
    after: effectAt(agentWeek(given, seed), hour),
    receiver: {
      before: effectAt(agentWeek(receiver, seed), hour),
      after: effectAt(agentWeek(received, seed), hour),
    },
  };
}

/** Largest share of the giver's tasks that the receiver carries in every hour. */
function roomFor(receiver: AgentLoad, giver: AgentLoad): number {
  let share = 1;
  giver.tasksByHour.forEach((count, hour) => {
    const asks = (count * meanServiceMs(receiver.service)) / (receiver.slots * HOUR_MS);
    if (asks > 0) share = Math.min(share, (MOST_RECEIVED - offeredShare(receiver, hour)) / asks);
  });
  return share;
}
