import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { modelKindSchema } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { resolveProblem } from "#lib/store/health-problem.ts";
import { findAlias, unpinAlias } from "#lib/store/model.ts";
import { modelEntityId, modelSubject } from "./model-subject.ts";

const inputSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  reason: z.string().trim().min(3, "Give a reason").max(500),
});

/**
 * Takes off the pin a roll-back has put on production: automatic promotion may move it again.
 * @throws SignalboxError conflict when production is not pinned
 */
export async function resumePromotion({ ctx, input }: ServiceCall): Promise<{ version: number }> {
  requireScope(ctx, "model:write");
  const { reason, ...key } = parseInput(inputSchema, input);
  return inTransaction(async (tx) => {
    const alias = await findAlias(tx, key, "production");
    if (!alias || !(await unpinAlias(tx, key, "production"))) {
      throw new SignalboxError("conflict", `Production of the ${modelSubject(key)} is not pinned.`);
    }
    const regression = { topic: "model", entityId: modelEntityId(key), code: "regression" };
    await resolveProblem(tx, regression, ctx.clock.nowMs());
    await recordAudit(tx, ctx, {
      verb: "model.resume",
      entity: "model",
      entityId: modelEntityId(key),
      before: { pinned: true },
      after: { pinned: false, version: alias.version, reason },
    });
    return { version: alias.version };
  });
}
