import type { z } from "zod";
import type { trainingRequestSchema } from "#lib/contracts/training.ts";

/** A request as its form holds it. */
export type TrainingDraft = z.input<typeof trainingRequestSchema>;
