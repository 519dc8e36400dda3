import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { HEALTH_CHECK_LIST } from "#lib/contracts/health-check-list.ts";
import { messageOf } from "#lib/core/errors.ts";
import { log } from "#lib/runtime/log.ts";
import { db } from "#lib/store/client.ts";
import { claimDueChecks, noteHealthRun } from "#lib/store/health-run.ts";
import type { HealthCheck } from "./check-definition.ts";
import { HEALTH_CHECKS } from "./checks/all.ts";
import { recordVerdicts } from "./record-verdicts.ts";

/** Runs the checks that are due; of all processes one runs each. @returns how many it were */
export async function runDueChecks({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "health:write");
  const due = new Set(await claimDueChecks(db(), HEALTH_CHECK_LIST, ctx.clock.nowMs()));
  for (const check of HEALTH_CHECKS) if (due.has(check.id)) await runCheck(ctx, check);
  return due.size;
}

/**
 * Runs one check and takes in what it has found. A check that cannot find out leaves what it knew as it was, and its page
 * says why.
 */
export async function runCheck(ctx: ServiceContext, check: HealthCheck): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  const startedAt = performance.now();
  let error: string | null = null;
  try {
    await recordVerdicts(check, await check.run(ctx), nowMs);
  } catch (failure) {
    error = messageOf(failure);
    log().warn({ check: check.id, error }, "a check of health could not find out");
  }
  const durationMs = Math.round(performance.now() - startedAt);
  await noteHealthRun(db(), { checkId: check.id, ranAt: new Date(nowMs), durationMs, error });
}
