import { z } from "zod";
import { nameSchema } from "./agent.ts";
import type { Provider, Tier } from "./configuration.ts";
import type { FilterName } from "./routing.ts";

/** What may be taken for gone. */
export const GONE_KINDS = ["agent", "configuration", "provider"] as const;
export type GoneKind = (typeof GONE_KINDS)[number];

/** One thing that is taken for gone, and the fleet whose tasks are looked at. */
export const goneThingSchema = z.strictObject({
  fleetName: nameSchema,
  kind: z.enum(GONE_KINDS),
  /** Name of an agent of the fleet, a reference such as anthropic/critic, or a provider. */
  thing: z.string().min(1, "Say what is gone").max(200),
});
export type GoneThing = z.infer<typeof goneThingSchema>;

/** A figure before and after; money is decimal text of nano-dollars. */
interface BeforeAfter<T> {
  before: T;
  after: T;
}

/** Who takes tasks over. Unknown is null. */
export interface SuccessorView {
  agent: string;
  agentId: string;
  /** Of all tasks, 0-1, and how many of the days looked at. */
  share: number;
  tasks: number;
  /** Expected on those tasks: of who took them, and of the successor. */
  success: BeforeAfter<number | null>;
  costPerTaskNanoUsd: BeforeAfter<string | null>;
  /** Mean wait of its tasks over the coming week with and without those; null: no workload model knows it. */
  waitMs: BeforeAfter<number> | null;
  /** Chance that its fullest hour of the week is full all hour, 0-1. */
  saturation: BeforeAfter<number> | null;
}

/** Where the tasks of what is gone would go. */
export interface PlacementView {
  /** Decisions of the days that were looked at, and those of them that were routed again. */
  days: number;
  tasks: number;
  sampled: number;
  /** There were more than are looked at: the newest count. */
  capped: boolean;
  successors: SuccessorView[];
  unplacedTasks: number;
  /** Null: there is nobody else. */
  unplaced: { taskType: string; refusedBy: FilterName | null; tasks: number }[];
  success: (BeforeAfter<number> & { difference: number; differenceCi95: [low: number, high: number] }) | null;
  /** Over tasks of which both costs are known: `knownShare` of those that are placed. */
  cost: (BeforeAfter<string> & { knownShare: number; perMonthNanoUsd: string | null }) | null;
  /** Mean wait of the tasks that move; `before` null: no workload model knows who took them. */
  waitMs: BeforeAfter<number | null> | null;
  /** Of the workload model that says so; null: none is in production. */
  workloadVersion: number | null;
}

export const PASSED_OVER = ["gone", "no_key", "cooling"] as const;
type PassedOverView = (typeof PASSED_OVER)[number];

/** What calls of one configuration go to when it is gone. */
export interface TakeoverView {
  ref: string;
  provider: Provider;
  model: string;
  tier: Tier;
  /** Who calls it: agents as fleet/agent, the tiers it stands for, and agents without a configuration. */
  agents: { fleetName: string; agent: string; agentId: string }[];
  standsFor: Tier[];
  isDefault: boolean;
  /** Tasks of the last seven days. */
  weekTasks: number;
  /** Null: no other configuration of its chain can answer. */
  takeover: { ref: string; provider: Provider; model: string; leastBad: boolean } | null;
  passedOver: { ref: string; why: PassedOverView }[];
  losses: string[];
  /** A month of the last seven days' tokens; null: a price is unknown, or no tokens were reported. */
  monthNanoUsd: BeforeAfter<string | null>;
}

/** "If critic_001 goes away now". */
export interface AbsenceView extends GoneThing {
  /** What matters first. */
  verdict: string;
  level: RiskLevel;
  /** Tasks of agents; null: no agent is touched. */
  placement: PlacementView | null;
  /** The router would change nothing: all that the fleet could call is gone, and its calls fall back. */
  routedAsBefore: boolean;
  /** Configurations that are gone with it, the most used first; none for an agent. */
  takeovers: TakeoverView[];
}

/** none: nobody takes over; partly: not everything; strained: at a price in success or wait; covered; unused: nothing to take over. */
export const RISK_LEVELS = ["none", "partly", "strained", "covered", "unused"] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export interface RiskRow {
  kind: GoneKind;
  thing: string;
  level: RiskLevel;
  /** Of the last seven days, and how many of them nobody would take. */
  tasks: number;
  unplacedTasks: number;
  /** Of the tasks that somebody takes, in points 0-1; null: unknown. */
  successDifference: number | null;
  /** Who takes most of it, and its share. */
  successor: string | null;
  successorShare: number | null;
  sentence: string;
}

/** What a fleet cannot do without, worst first. */
export interface FallbackRisksView {
  fleetName: string;
  at: string;
  days: number;
  sampled: number;
  rows: RiskRow[];
  /** All that may be taken for gone. */
  things: Record<GoneKind, string[]>;
}

/** How long a drill may run. */
export const MOST_DRILL_HOURS = 24;

/** Body of starting a drill: simulated traffic then does without a thing, until an end. */
export const startDrillSchema = goneThingSchema.extend({
  hours: z.coerce
    .number("Write a number of hours")
    .positive("More than nothing")
    .max(MOST_DRILL_HOURS, `${MOST_DRILL_HOURS} hours at most`),
  reason: z.string().trim().min(3, "Say what for").max(500),
});

export const drillIdSchema = z.strictObject({ id: z.string().max(64) });

export interface DrillView extends GoneThing {
  id: string;
  reason: string;
  createdBy: string;
  createdAt: string;
  until: string;
  /** Null: it runs, or its time ended it. */
  endedAt: string | null;
  endedBy: string | null;
  running: boolean;
}

/** What simulated requests of a kind did in a drill, beside what they would have done without it. */
export interface DrillTally {
  taskType: string;
  /** Null: nobody fits. */
  withoutDrill: string | null;
  inDrill: string | null;
  requests: number;
  /** Means over the requests that somebody takes both ways; null: there are none. */
  success: BeforeAfter<number> | null;
  /** Nano-dollars a request, over those of which both are known; null: none. */
  costNanoUsd: BeforeAfter<string> | null;
}

/** What a drill has shown. */
export interface DrillReport extends DrillView {
  /** What matters first. */
  verdict: string;
  requests: number;
  /** Went to somebody else than without the drill, and found nobody though somebody would have. */
  moved: number;
  lost: number;
  /** The most frequent first, at most 200. */
  tallies: DrillTally[];
}
