import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { modelKindSchema } from "#lib/contracts/model.ts";
import type { Page } from "#lib/contracts/page.ts";
import { TRIAL_MODES, type TrialView } from "#lib/contracts/trial.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { evidenceOf } from "#lib/engines/registry/canary/arms-test.ts";
import { trialStatisticsSchema } from "#lib/engines/registry/canary/trial-statistics.ts";
import { db } from "#lib/store/client.ts";
import {
  findTrial,
  listRunningTrials as readRunning,
  listTrials as readTrials,
  type TrialRow,
} from "#lib/store/trial.ts";

const listSchema = z.strictObject({
  name: nameSchema.optional(),
  kind: modelKindSchema.optional(),
  mode: z.enum(TRIAL_MODES).optional(),
  version: z.int().min(1).optional(),
  cursor: z.string().refine(isId, "Not a place in this list").nullish(),
  limit: z.int().min(1).max(200).default(20),
});

/** Shadows, canaries and watches, newest first, as a keyset page. */
export async function listTrials({ ctx, input }: ServiceCall): Promise<Page<TrialView>> {
  requireScope(ctx, "model:read");
  const { cursor, limit, name, kind, mode, version } = parseInput(listSchema, input);
  const filter = { ...(name !== undefined && { name }), ...(kind !== undefined && { kind }), mode, version };
  const { rows, nextCursor } = await readTrials(db(), filter, cursor ?? null, limit);
  return { rows: rows.map(toView), nextCursor };
}

/** Everything that is tried on live traffic now, oldest first. */
export async function listRunningTrials({ ctx }: Pick<ServiceCall, "ctx">): Promise<TrialView[]> {
  requireScope(ctx, "model:read");
  return (await readRunning(db())).map(toView);
}

/** @throws SignalboxError not_found */
export async function readTrial({ ctx, input }: ServiceCall): Promise<TrialView> {
  requireScope(ctx, "model:read");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const found = await findTrial(db(), id);
  if (!found) throw new SignalboxError("not_found", `There is no trial "${id}".`);
  return toView(found);
}

function toView({ statistics, startedAtMs, endedAtMs, countedAtMs: _counted, ...trial }: TrialRow): TrialView {
  const { arms, shadow, test } = trialStatisticsSchema.parse(statistics);
  const { version, against, mode, plan } = trial;
  const mean = (error: number) => error / shadow.foretold;
  return {
    ...trial,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
    arms: { candidate: { version, ...arms.candidate }, production: { version: against, ...arms.production } },
    agreement: mode === "shadow" && shadow.scored > 0 ? shadow.agreed / shadow.scored : null,
    brier:
      shadow.foretold > 0 ? { candidate: mean(shadow.candidateError), production: mean(shadow.productionError) } : null,
    evidence: mode === "shadow" ? null : { value: evidenceOf(test, plan), bound: 1 / plan.falseAlarm },
  };
}
