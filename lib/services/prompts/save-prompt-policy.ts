import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { ALL_FLEETS, savePromptPolicySchema } from "#lib/contracts/prompt-policy.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refusalOfPattern } from "#lib/engines/redaction/own-pattern.ts";
import { refreshTopic } from "#lib/runtime/refresh.ts";
import { shortenCallTexts } from "#lib/store/call-text.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { shortenInteractionTexts } from "#lib/store/interaction-text.ts";
import { findPromptPolicy, listPromptPolicies, writePromptPolicy } from "#lib/store/prompt-policy.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { requirePersonWith } from "./prompt-scope.ts";

/**
 * Turns the storage of prompts and answers on or off, for a fleet or for all. A shorter time also holds for what is
 * stored already; turned off, what is stored stays until its time is over or somebody deletes it.
 * @throws SignalboxError invalid_input naming the pattern that is not taken; not_found without such a fleet; forbidden
 */
export async function savePromptPolicy({ ctx, input }: ServiceCall): Promise<void> {
  requirePersonWith(ctx, "prompt:write");
  const { fleetName, policy, reason } = parseInput(savePromptPolicySchema, input);
  const details = policy.redaction.patterns.flatMap(({ pattern }, index) => {
    const refusal = refusalOfPattern(pattern);
    return refusal === null ? [] : [{ path: `policy.redaction.patterns.${index}.pattern`, message: refusal }];
  });
  const [first] = details;
  if (first) throw new SignalboxError("invalid_input", first.message, { details });
  await inTransaction(async (tx) => {
    if (fleetName !== ALL_FLEETS && !(await findFleet(tx, fleetName))) {
      throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
    }
    const before = await findPromptPolicy(tx, fleetName);
    const updatedAt = new Date(ctx.clock.nowMs());
    await writePromptPolicy(tx, { fleetName, policy, updatedAt, updatedBy: ctx.actor.name });
    const own = (await listPromptPolicies(tx)).map((row) => row.fleetName);
    await shortenCallTexts(tx, fleetName === ALL_FLEETS ? { except: own } : { fleetName }, policy.retentionDays);
    await shortenInteractionTexts(
      tx,
      fleetName === ALL_FLEETS ? { except: own } : { fleetName },
      updatedAt,
      policy.retentionDays,
    );
    await recordAudit(tx, ctx, {
      verb: "prompt.policy",
      entity: "prompt",
      entityId: fleetName,
      before,
      after: { ...policy, reason },
    });
    await bumpRevision(tx, "prompt");
  });
  await refreshTopic("prompt");
}
