import { z } from "zod";
import { nameSchema } from "./agent.ts";
import type { ModelKind } from "./model.ts";

/** Registered models that can be trained from a fleet's history. */
export const TRAINABLE_KINDS = [
  "performance_predictor",
  "capability_matcher",
  "behavior",
  "workload",
] as const satisfies readonly ModelKind[];
export const trainableKindSchema = z.enum(TRAINABLE_KINDS);
export type TrainableKind = z.infer<typeof trainableKindSchema>;

export const TRAINING_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type TrainingState = (typeof TRAINING_STATES)[number];

export const TRAINING_TRIGGERS = ["manual", "schedule", "drift", "regression"] as const;
export type TrainingTrigger = (typeof TRAINING_TRIGGERS)[number];

/** Where the outcomes come from: imported history, reported outcomes of decisions, or both. */
export const TRAINING_SOURCES = ["all", "imported", "decisions"] as const;

const instantSchema = z.iso.datetime({ offset: true });

/** What to learn from, and how; the same request on the same data gives the same bytes. */
export const trainingRequestSchema = z.strictObject({
  fleetName: nameSchema,
  kind: trainableKindSchema.default("performance_predictor"),
  source: z.enum(TRAINING_SOURCES).default("all"),
  /** Reported outcomes from and until these instants; imported history without a time is kept. */
  windowFrom: instantSchema.nullable().default(null),
  windowTo: instantSchema.nullable().default(null),
  /** Only these task types and agents; empty: all. */
  types: z.array(z.string().min(1).max(120)).max(200).default([]),
  agents: z.array(nameSchema).max(1000).default([]),
  /** "train": rows that a data set marks as test are never learned from. "all": they are, after measuring without them. */
  split: z.enum(["train", "all"]).default("train"),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  note: z.string().trim().max(500).default(""),
  /** Lets the very first version of a fleet go to production; a later one never goes there by itself. */
  promoteFirst: z.boolean().default(false),
});
export type TrainingRequest = z.output<typeof trainingRequestSchema>;

/** A training run as pages, commands and `GET /api/ui/training` show it. */
export interface TrainingRunView {
  id: string;
  fleetName: string;
  kind: TrainableKind;
  trigger: TrainingTrigger;
  state: TrainingState;
  request: TrainingRequest;
  /** What it does now, in words, and how much of the whole is done, 0-1. */
  stage: string;
  progress: number;
  /** Null while nobody can tell, and when it has ended. */
  secondsLeft: number | null;
  /** How often it began; 2 after a crash it came back from. */
  attempts: number;
  cancelRequested: boolean;
  authorName: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The version it made. */
  version: number | null;
  error: { code: string; message: string } | null;
}
