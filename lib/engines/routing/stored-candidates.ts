import { z } from "zod";
import { FACTORS } from "#lib/contracts/routing.ts";
import { UNKNOWN } from "./encode-candidates.ts";

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

/** Names of the agents, by row. */
export function storedNames({ agents }: StoredCandidates): string[] {
  return agents.filter((_, i) => i % 2 === 1);
}
