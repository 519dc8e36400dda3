import { z } from "zod";
import { promptScopeSchema } from "./prompt-policy.ts";

const INTERACTION_DAYS = { min: 1, max: 3650 } as const;

export const saveInteractionRetentionSchema = z.strictObject({
  /** Of one fleet, or "*": of every fleet that has no setting of its own. */
  fleetName: promptScopeSchema,
  /** Null: kept until the fleet is removed. */
  retentionDays: z
    .int("Whole days")
    .min(INTERACTION_DAYS.min, "1 to 3650 days")
    .max(INTERACTION_DAYS.max, "1 to 3650 days")
    .nullable(),
  reason: z.string().trim().min(3, "Say why, in a few words").max(500),
});

/** How long what was reported and traced is kept. */
export interface InteractionRetentionView {
  /** ALL_FLEETS, or a fleet. */
  fleetName: string;
  retentionDays: number | null;
  updatedAt: string;
  updatedBy: string;
}
