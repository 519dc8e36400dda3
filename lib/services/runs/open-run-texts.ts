import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { type RunTextView, runAddressSchema } from "#lib/contracts/team-run.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { requirePersonWith } from "#lib/services/prompts/prompt-scope.ts";
import { db, pool } from "#lib/store/client.ts";
import { readRuns } from "#lib/store/team-run-reading.ts";

/**
 * What the agents of a run said, as far as it is kept: the beginning of each turn. That it was opened, and by whom, is in the
 * audit list before it is given.
 * @throws SignalboxError not_found when nothing is kept, or no more; forbidden
 */
export async function openRunTexts({ ctx, input }: ServiceCall): Promise<RunTextView[]> {
  requirePersonWith(ctx, "prompt:read");
  const { fleetName, runId } = parseInput(runAddressSchema, input);
  const [run] = await readRuns(pool(), fleetName, [runId]);
  const said = (run?.interactions ?? []).flatMap(({ step, text }) => (text === null ? [] : [{ step, text }]));
  if (said.length === 0)
    throw new SignalboxError("not_found", "Nothing that was said in this run is kept, or no more.");
  const after = { fleet: fleetName, turns: said.length };
  await recordAudit(db(), ctx, { verb: "prompt.open", entity: "run", entityId: runId, after });
  return said;
}
