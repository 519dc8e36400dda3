import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";

/**
 * Work that one process of all does: it waits in the database and outlives the process that asked for it. The handler
 * is a service, loaded when the first job comes.
 */
export interface QueuedJob {
  name: string;
  payload: z.ZodType<object>;
  /** When it comes by itself, in cron's words and UTC; null: only when somebody asks. */
  cron: string | null;
  load(): Promise<(call: ServiceCall) => Promise<unknown>>;
}

export const TRAIN_JOB: QueuedJob = {
  name: "train",
  payload: z.strictObject({ id: z.string() }),
  cron: null,
  load: async () => (await import("#lib/services/training/work-on-training.ts")).workOnTraining,
};

export const REPRICE_JOB: QueuedJob = {
  name: "reprice",
  payload: z.strictObject({ id: z.string() }),
  cron: null,
  load: async () => (await import("#lib/services/configurations/work-on-repricing.ts")).workOnRepricing,
};

const NOTHING = z.strictObject({});

export const QUEUED_JOBS: readonly QueuedJob[] = [
  TRAIN_JOB,
  REPRICE_JOB,
  {
    name: "retrain-where-due",
    payload: NOTHING,
    cron: "* * * * *",
    load: async () => (await import("#lib/services/training/retrain-where-due.ts")).retrainWhereDue,
  },
  {
    name: "check-drift",
    payload: NOTHING,
    cron: "7 * * * *",
    load: async () => (await import("#lib/services/training/check-drift.ts")).checkDrift,
  },
  {
    // Ten minutes into the hour: what the last one began has mostly ended by then.
    name: "watch-spend",
    payload: NOTHING,
    cron: "10 * * * *",
    load: async () => (await import("#lib/services/budgets/watch-spend.ts")).watchSpend,
  },
];
