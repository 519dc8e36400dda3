import { z } from "zod";

/** Calls that are made only to see whether an endpoint answers. They cost: none is made that is not listed here. */
export const probePlanSchema = z.strictObject({
  everySeconds: z.int("Whole seconds").min(10, "At least 10 seconds").max(86_400, "A day at most: 86,400 seconds"),
  /** The fleet they are booked on; null: the first that is not the demo. */
  fleet: z.string().min(1).max(64).nullable(),
  /** Configurations such as "openai/general_purpose". */
  configurations: z.array(z.string().min(3).max(160)).max(32, "32 configurations at most"),
});
export type ProbePlan = z.infer<typeof probePlanSchema>;

const reason = z.string().trim().min(3, "Say why, in a few words").max(500);
export const saveProbePlanSchema = probePlanSchema.extend({ reason });
export const dropProbePlanSchema = z.strictObject({ reason });

/** Name of a configuration's probe among the runs of checks. */
export const probeId = (ref: string): string => `probe ${ref}`;

/** A configuration that is probed, or could be. */
export interface ProbeView {
  ref: string;
  /** What one costs, as far as it can be known before; null: nobody knows a price. */
  costNanoUsd: string | null;
  /** Null: it was not probed yet. Duration null: something of ours kept it from being asked. */
  last: { at: string; durationMs: number | null; error: string | null } | null;
}

export interface ProbePlanView {
  plan: ProbePlan;
  /** Null: it is what the file says. */
  setBy: { at: string; by: string } | null;
  probed: ProbeView[];
  /** All of them in a day; null: of one nobody knows a price. */
  dayNanoUsd: string | null;
  /** That could be probed, by name. */
  choices: ProbeView[];
  /** That probes could be booked on. */
  fleets: string[];
}
