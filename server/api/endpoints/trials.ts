import { z } from "zod";
import { requireScope } from "#lib/auth/scopes.ts";
import { canaryPartsSchema } from "#lib/contracts/model-policy.ts";
import { parseInput } from "#lib/core/parse.ts";
import { listTrials, readTrial } from "#lib/queries/trials.ts";
import { startTrial } from "#lib/services/trials/start-trial.ts";
import { stopTrial } from "#lib/services/trials/stop-trial.ts";
import type { ApiCall, Endpoint } from "#lib/transport/api.ts";
import { toTrialWire } from "../wire/trial.ts";

const parts = canaryPartsSchema.shape;
/** What is left out comes from the model's policy. */
const planBody = z.strictObject({
  ...{ percent: parts.percent, outcomes: parts.outcomes, false_alarm: parts.falseAlarm },
  ...{ max_success_loss: parts.maxSuccessLoss, max_cost_ratio: parts.maxCostRatio },
  ...{ max_duration_ratio: parts.maxDurationRatio, promote_when_good: parts.promoteWhenGood },
});
const startBody = z.strictObject({
  version: z.int().min(1),
  mode: z.enum(["shadow", "canary"]),
  plan: planBody.default({}),
  reason: z.string(),
});
const stopBody = z.strictObject({ reason: z.string() });

function bodyOf<S extends z.ZodType>(call: ApiCall, schema: S): z.output<S> {
  requireScope(call.ctx, "model:write");
  return parseInput(schema, call.body);
}

export const trialEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/registry/models/{name}/{kind}/trials",
    summary: "Shadows, canaries and watches of the model, newest first, with what each side did so far",
    scope: "model:read",
    forPeople: true,
    handle: async ({ ctx, params: { name, kind }, query }) => {
      const { rows, nextCursor } = await listTrials({ ctx, input: { name, kind, cursor: query.get("cursor") } });
      return { trials: rows.map(toTrialWire), next_cursor: nextCursor };
    },
  },
  {
    method: "post",
    path: "/registry/models/{name}/{kind}/trials",
    summary: "Put a version beside production: a shadow decides nothing, a canary a percentage until it is found worse",
    scope: "model:write",
    forPeople: true,
    body: startBody,
    handle: async (call) => {
      const { plan: wire, ...rest } = bodyOf(call, startBody);
      const { false_alarm: falseAlarm, promote_when_good: promoteWhenGood, ...sizes } = wire;
      const { max_success_loss: maxSuccessLoss, max_cost_ratio: maxCostRatio, ...more } = sizes;
      const { max_duration_ratio: maxDurationRatio, ...plan } = more;
      const guards = { maxSuccessLoss, maxCostRatio, maxDurationRatio };
      const { name, kind } = call.params;
      const input = { name, kind, ...rest, plan: said({ ...plan, ...guards, falseAlarm, promoteWhenGood }) };
      const { id } = await startTrial({ ctx: call.ctx, input });
      return toTrialWire(await readTrial({ ctx: call.ctx, input: { id } }));
    },
  },
  {
    method: "post",
    path: "/registry/trials/{id}/stop",
    summary: "End a trial; production makes every decision again",
    scope: "model:write",
    forPeople: true,
    body: stopBody,
    handle: async (call) => {
      const { reason } = bodyOf(call, stopBody);
      const { id } = await stopTrial({ ctx: call.ctx, input: { id: call.params.id, reason } });
      return toTrialWire(await readTrial({ ctx: call.ctx, input: { id } }));
    },
  },
];

/** Without what is undefined: said or not said makes the difference. */
function said<T extends object>(plan: T): Partial<T> {
  return Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined)) as Partial<T>;
}
