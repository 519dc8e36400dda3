import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { Page } from "#lib/contracts/page.ts";
import {
  TRAINING_STATES,
  TRAINING_TRIGGERS,
  type TrainingRunView,
  trainableKindSchema,
} from "#lib/contracts/training.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { findTrainingRun, listTrainingRuns as readRuns } from "#lib/store/training-run.ts";

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const listSchema = z.strictObject({
  fleet: nameSchema.optional(),
  kind: trainableKindSchema.optional(),
  state: z.enum(TRAINING_STATES).optional(),
  trigger: z.enum(TRAINING_TRIGGERS).optional(),
  /** Asked for in this span. */
  from: instant.optional(),
  to: instant.optional(),
  cursor: z.string().refine(isId, "Not a place in this list").nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Training runs, newest first, as a keyset page. */
export async function listTrainingRuns({ ctx, input }: ServiceCall): Promise<Page<TrainingRunView>> {
  requireScope(ctx, "model:read");
  const { cursor, limit, ...filter } = parseInput(listSchema, input);
  return readRuns(db(), filter, cursor ?? null, limit);
}

/** @throws SignalboxError not_found */
export async function readTrainingRun({ ctx, input }: ServiceCall): Promise<TrainingRunView> {
  requireScope(ctx, "model:read");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const found = await findTrainingRun(db(), id);
  if (!found) throw new SignalboxError("not_found", `There is no training run "${id}".`);
  return found;
}
