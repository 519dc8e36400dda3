import { z } from "zod";
import type { LiveCorrection } from "#lib/contracts/decision.ts";
import { FACTORS } from "#lib/contracts/routing.ts";
import { OFFSET_STEPS, PACE_STEPS, UNKNOWN } from "./encode-candidates.ts";

const integers = z.array(z.int());
const storedSchema = z.object({
  v: z.literal(1),
  agents: z.array(z.string()),
  configurations: z.array(z.string()),
  runs: integers,
  weights: z.array(z.number()).length(FACTORS.length),
  chosen: z.int(),
  refused: integers,
  total: integers,
  scores: integers,
  success: integers,
  cost: integers,
  duration: integers,
  facts: z.array(z.array(z.union([z.string(), z.number()]))),
  why: z.array(integers),
  /** Absent from decisions made before it was kept, and empty where nothing could be tried out. */
  chance: z.array(z.number()).default([]),
  trial: integers.default([]),
  sd: integers.default([]),
  live: integers.default([]),
  /** By row; empty where no budget made cost count more. */
  pace: integers.default([]),
  plan: integers.default([]),
});

/** The columns of a stored decision, as encodeCandidates has written them. */
export type StoredCandidates = z.output<typeof storedSchema>;

/** @throws ZodError when the text was not made by encodeCandidates. */
export function parseCandidates(stored: string): StoredCandidates {
  return storedSchema.parse(JSON.parse(stored));
}

/** A stored figure in its own unit; null where nobody knew it. */
export function storedFigure(value: number | undefined, steps: number): number | null {
  return value === undefined || value === UNKNOWN ? null : value / steps;
}

/** What budgets ahead of their pace added to the price of a dollar, by row; null: nothing. */
export function storedPace({ pace }: StoredCandidates): Float64Array | null {
  return pace.length === 0 ? null : Float64Array.from(pace, (value) => value / PACE_STEPS);
}

/** Names of the agents, by row. */
export function storedNames({ agents }: StoredCandidates): string[] {
  return agents.filter((_, i) => i % 2 === 1);
}

/**
 * Rows that could have been chosen.
 * @param propensity of the choice; decisions of before the others' chances were kept gave everybody one where it is below 1
 */
export function reachableRows({ chance, chosen, refused }: StoredCandidates, propensity: number): Set<number> {
  if (chance.length > 0) return new Set(storedPairs(chance).keys());
  if (propensity >= 1) return new Set([chosen]);
  return new Set(refused.flatMap((mask, row) => (mask === 0 ? [row] : [])));
}

/** What recent outcomes did to each row's prediction; rows they did nothing to are absent. */
export function storedCorrections({ live }: StoredCandidates): Map<number, LiveCorrection> {
  const corrections = new Map<number, LiveCorrection>();
  for (let i = 0; i + 3 < live.length; i += 4) {
    const [row = 0, offset = 0, recentFailed = 0, recentOutcomes = 0] = live.slice(i, i + 4);
    corrections.set(row, { offsetLogit: offset / OFFSET_STEPS, recentFailed, recentOutcomes });
  }
  return corrections;
}

/** [key, value, key, value, ...] as a map. */
export function storedPairs(flat: readonly number[]): Map<number, number> {
  const map = new Map<number, number>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(flat[i] as number, flat[i + 1] as number);
  return map;
}
