import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type ModelPolicy, saveModelPolicySchema } from "#lib/contracts/model-policy.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { lockModel } from "#lib/store/model.ts";
import { findModelPolicy, writeModelPolicy } from "#lib/store/model-policy.ts";
import { modelEntityId } from "./model-subject.ts";

/**
 * Sets how the versions of a model come and go: gates, canary, retraining, return window, retention. It may be set
 * before the first version is trained. Loosening gates is as good as overriding them, so it needs the admin's scope.
 * @throws SignalboxError not_found without such a model or fleet; invalid_input naming the fields
 */
export async function saveModelPolicy({ ctx, input }: ServiceCall): Promise<ModelPolicy> {
  requireScope(ctx, "model:override");
  const { policy, reason, ...key } = parseInput(saveModelPolicySchema, input);
  await inTransaction(async (tx) => {
    if (!(await lockModel(tx, key)) && !(await findFleet(tx, key.name))) {
      throw new SignalboxError("not_found", `There is no fleet "${key.name}".`);
    }
    const before = await findModelPolicy(tx, key);
    await writeModelPolicy(tx, key, policy, ctx.clock.nowMs());
    await recordAudit(tx, ctx, {
      verb: "model.policy",
      entity: "model",
      entityId: modelEntityId(key),
      before,
      after: { ...policy, reason },
    });
  });
  return policy;
}
