import { z } from "zod";
import { nameSchema } from "./agent.ts";

/** What may go wrong between agents; lib/engines/behavior/patterns finds them. */
export const RUN_PATTERNS = ["loop", "ping_pong", "stagnation", "dropped_hand_off"] as const;
export type RunPattern = (typeof RUN_PATTERNS)[number];

const runIdSchema = z.string().min(1).max(200);
const runSchema = { fleetName: nameSchema, runId: runIdSchema };

/** Names one run; ids are the caller's own, so that two fleets may have the same. */
export const runAddressSchema = z.strictObject(runSchema);

export const nameFaultSchema = z.strictObject({
  ...runSchema,
  agent: z.string().min(1, "Choose the agent").max(120),
  /** Of the run's turns; null: only who is known. */
  step: z.int().min(0).max(2_000_000_000).nullable(),
  reason: z.string().trim().min(3, "Say what it did, in a few words").max(500),
});

export const withdrawFaultSchema = z.strictObject({
  ...runSchema,
  reason: z.string().trim().min(3, "Say why, in a few words").max(500),
});

/** Whose fault a failure was, as somebody says. */
export interface FaultView {
  agent: string;
  step: number | null;
}

/** A run as the list shows it. */
export interface RunRow {
  id: string;
  startedAt: string;
  lastAt: string;
  taskType: string;
  succeeded: boolean | null;
  turns: number;
  /** True: it has more turns than are read of a run. */
  cut: boolean;
  agents: string[];
  patterns: RunPattern[];
  fault: FaultView | null;
}

/** A turn of a run; what was said is no part of it. */
export interface RunTurnView {
  step: number;
  from: string;
  /** Null: nobody by name. The same as `from`: a turn of its own. */
  to: string | null;
  kind: string;
  chars: number | null;
  /** Null: nobody knows when. */
  at: string | null;
  /** Since the turn before; null where either's time is not known. */
  sincePreviousMs: number | null;
  /** Until whom it is addressed to, or whoever speaks next, took it up; null: never, or not known, or no hand-off. */
  waitMs: number | null;
  durationMs: number | null;
  tokens: number | null;
  success: boolean | null;
  decisionId: string | null;
  textKept: boolean;
}

/** A pattern found in a run. */
export interface RunPatternView {
  kind: RunPattern;
  agents: string[];
  steps: number[];
  sentence: string;
}

/** Whose fault a failed run probably was, as a behaviour model says. */
export interface RunBlameView {
  agents: { agent: string; probability: number }[];
  /** The likeliest ones, with what speaks for each, as far as it has words. */
  steps: { step: number; agent: string; probability: number; evidence: string[] }[];
}

/** What a person has found, with who and when. */
export interface NamedFaultView extends FaultView {
  reason: string;
  namedAt: string;
  namedBy: string;
}

export interface RunView {
  fleetName: string;
  id: string;
  taskType: string;
  taskText: string | null;
  succeeded: boolean | null;
  cut: boolean;
  startedAt: string | null;
  lastAt: string | null;
  turns: RunTurnView[];
  /** Agents that spoke, with their ids in the fleet where they have a page. */
  agents: { name: string; id: string | null }[];
  patterns: RunPatternView[];
  /** Version of the behaviour model in production; null: none. */
  model: { name: string; version: number } | null;
  /** Null where there is none; `noBlame` then says why, for a failed run. */
  blame: RunBlameView | null;
  noBlame: string | null;
  /** A person's finding; it comes before what was told with the run. */
  named: NamedFaultView | null;
  /** As told with the run: by a platform, or an import. */
  told: FaultView | null;
  /** Turns whose texts are kept. */
  keptTexts: number;
}

/** What was said in one turn, as somebody with the right role opens it. */
export interface RunTextView {
  step: number;
  text: string;
}
