import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { ColumnMapping } from "#lib/contracts/reconciliation.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findSameFile, insertUpload, type StoredUpload } from "#lib/store/invoice-upload.ts";
import { sumsOf, uploadFormSchema } from "./preview-upload.ts";
import { readExport } from "./read-export.ts";

/** Long enough for an export of a hundred thousand lines. */
const TRANSACTION_MS = 60_000;

export interface SavedUpload {
  id: string;
  provider: Provider;
  firstDay: string;
  lastDay: string;
}

/**
 * Keeps an uploaded export, whole or not at all. It replaces older exports of the same account for its days, for tokens
 * and for amounts, whichever it tells; those stay and count again when it is deleted.
 * @throws SignalboxError invalid_input naming line and column; conflict for the same file again; too_large
 */
export async function saveUpload({ ctx, input }: ServiceCall): Promise<SavedUpload> {
  requireScope(ctx, "budget:write");
  const { file, provider, account, mapping } = parseInput(uploadFormSchema, input);
  return saveExport({ ctx, provider, account, mapping, fileName: file.name, bytes: file.stream() });
}

interface ExportToSave extends Pick<ServiceCall, "ctx"> {
  provider: Provider;
  account: string;
  mapping: ColumnMapping | null;
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** The same for bytes that come from elsewhere than a form. */
export async function saveExport({
  ctx,
  provider,
  account,
  mapping,
  fileName,
  bytes,
}: ExportToSave): Promise<SavedUpload> {
  requireScope(ctx, "budget:write");
  const read = await readExport({ ctx, provider, mapping, fileName, bytes });
  if (!read.known) {
    throw new SignalboxError("invalid_input", `Nobody knows the columns of ${fileName}: say which is what.`, {
      details: [{ path: "mapping", message: `Its columns are ${read.header.join(", ")}` }],
    });
  }
  const { gathered, format, sha256 } = read;
  const { firstDay, lastDay, tells, lines, rows } = gathered;
  const atMs = ctx.clock.nowMs();
  const cost = sumsOf(lines).costNanoUsd;
  const upload: StoredUpload = {
    ...{ id: newId("inv", atMs), provider, account, format: format.id, fileName: fileName.slice(0, 200), sha256 },
    ...{ fileRows: rows, firstDay, lastDay, tellsTokens: tells.tokens, tellsCosts: tells.costs },
    ...{ billedNanoUsd: cost === null ? null : BigInt(cost), mapping, createdAtMs: atMs, authorName: ctx.actor.name },
  };
  await inTransaction(async (tx) => {
    if (!(await insertUpload(tx, upload, lines))) throw sameFile(await findSameFile(tx, upload));
    await recordAudit(tx, ctx, {
      ...{ verb: "invoice.upload", entity: "invoice", entityId: upload.id },
      after: { ...upload, lines: lines.length },
    });
  }, TRANSACTION_MS);
  return { id: upload.id, provider, firstDay, lastDay };
}

function sameFile(same: StoredUpload | null): SignalboxError {
  const whose = same ? `, on ${new Date(same.createdAtMs).toISOString().slice(0, 10)} by ${same.authorName}` : "";
  return new SignalboxError("conflict", `This file was uploaded already${whose}. Delete it first to read it anew.`);
}
