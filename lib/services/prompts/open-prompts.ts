import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import type { CallTextsView } from "#lib/contracts/prompt-policy.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { readCallTexts } from "#lib/store/call-text.ts";
import { inTransaction } from "#lib/store/client.ts";
import { requirePersonWith } from "./prompt-scope.ts";

/**
 * What was said in a decision's calls. That it was opened, and by whom, is in the audit list before it is given.
 * @throws SignalboxError not_found when nothing is stored, or no more; forbidden
 */
export async function openPrompts({ ctx, input }: ServiceCall): Promise<CallTextsView[]> {
  requirePersonWith(ctx, "prompt:read");
  const { decisionId } = parseInput(z.strictObject({ decisionId: z.string().min(1).max(64) }), input);
  return inTransaction(async (tx) => {
    const rows = await readCallTexts(tx, decisionId);
    const [first] = rows;
    if (!first) throw new SignalboxError("not_found", "No prompt is stored of this decision, or no more.");
    const after = { fleet: first.fleetName, calls: rows.length };
    await recordAudit(tx, ctx, { verb: "prompt.open", entity: "decision", entityId: decisionId, after });
    return rows.map(({ callId, at, deleteAfter, texts }) => ({
      callId,
      at: at.toISOString(),
      deletedAfter: deleteAfter.toISOString(),
      ...texts,
    }));
  });
}
