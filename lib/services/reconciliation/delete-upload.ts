import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { deleteUploadRow, findUpload } from "#lib/store/invoice-upload.ts";

/**
 * Deletes an upload with its lines; what it had replaced counts again. The audit entry keeps what it was.
 * @throws SignalboxError not_found
 */
export async function deleteUpload({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "budget:write");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  await inTransaction(async (tx) => {
    const before = await findUpload(tx, id);
    if (!before || !(await deleteUploadRow(tx, id))) {
      throw new SignalboxError("not_found", "This upload is not there any more.");
    }
    await recordAudit(tx, ctx, { verb: "invoice.delete", entity: "invoice", entityId: id, before });
  });
  return { id };
}
