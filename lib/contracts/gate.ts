import { z } from "zod";

/** Checks a version must pass before `production` can point to it, in the order they are shown. */
export const GATES = [
  "artifact_integrity",
  "golden_inputs",
  "load_time",
  "artifact_size",
  "data_sufficiency",
  "not_worse",
  "calibration",
  "replay",
  "no_agent_starved",
] as const;
export const gateNameSchema = z.enum(GATES);
export type GateName = z.infer<typeof gateNameSchema>;

/** "not_applicable" neither passes nor refuses: there is nothing to compare with, or the policy switched the gate off. */
export const GATE_VERDICTS = ["pass", "fail", "not_applicable"] as const;

export const gateResultSchema = z.strictObject({
  gate: gateNameSchema,
  verdict: z.enum(GATE_VERDICTS),
  /** What was found, in one sentence with its figures. */
  sentence: z.string(),
  value: z.number().nullable(),
  bound: z.number().nullable(),
  unit: z.string().nullable(),
  /** Address of the page with the evidence. */
  href: z.string().nullable(),
});
export type GateResult = z.infer<typeof gateResultSchema>;

export const gateReportSchema = z.strictObject({
  version: z.int().min(1),
  /** The version in production it was compared with; null when there was none. */
  against: z.int().min(1).nullable(),
  at: z.string(),
  passed: z.boolean(),
  results: z.array(gateResultSchema),
});
export type GateReport = z.infer<typeof gateReportSchema>;
