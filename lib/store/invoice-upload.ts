import type { Provider } from "#lib/contracts/configuration.ts";
import type { ColumnMapping, ExportFormatId, TokenClass } from "#lib/contracts/reconciliation.ts";
import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** An upload without its lines. Days are UTC: "2026-11-25". */
export interface StoredUpload {
  id: string;
  provider: Provider;
  account: string;
  format: ExportFormatId;
  fileName: string;
  sha256: string;
  fileRows: number;
  firstDay: string;
  lastDay: string;
  tellsTokens: boolean;
  tellsCosts: boolean;
  billedNanoUsd: bigint | null;
  mapping: ColumnMapping | null;
  createdAtMs: number;
  authorName: string;
}

export interface StoredLine {
  day: string;
  billedAs: string;
  tokenClass: TokenClass | null;
  tier: string;
  label: string;
  tokens: bigint | null;
  requests: bigint | null;
  costNanoUsd: bigint | null;
  listNanoUsd: bigint | null;
}

const asDate = (day: string) => new Date(`${day}T00:00:00Z`);
const asDay = (date: Date) => date.toISOString().slice(0, 10);
/** Within the parameters that one statement takes. */
const LINES_A_STATEMENT = 2000;

/**
 * Writes an upload with all its lines; call it inside the transaction of the use case.
 * @returns false, with nothing written, when the account has the same file.
 */
export async function insertUpload(db: Db, upload: StoredUpload, lines: readonly StoredLine[]): Promise<boolean> {
  const { createdAtMs, firstDay, lastDay, mapping, ...columns } = upload;
  const row = {
    ...columns,
    firstDay: asDate(firstDay),
    lastDay: asDate(lastDay),
    mapping: mapping ?? Prisma.DbNull,
    createdAt: new Date(createdAtMs),
  };
  const { count } = await db.invoiceUpload.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) return false;
  for (let from = 0; from < lines.length; from += LINES_A_STATEMENT) {
    const some = lines.slice(from, from + LINES_A_STATEMENT);
    await db.invoiceLine.createMany({
      data: some.map(({ day, ...line }, i) => ({
        uploadId: upload.id,
        position: from + i,
        day: asDate(day),
        ...line,
      })),
    });
  }
  return true;
}

/** The newest first. */
export async function listUploads(db: Db, provider?: Provider): Promise<StoredUpload[]> {
  const rows = await db.invoiceUpload.findMany({
    where: provider ? { provider } : {},
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map(toUpload);
}

export async function findUpload(db: Db, id: string): Promise<StoredUpload | null> {
  const row = await db.invoiceUpload.findUnique({ where: { id } });
  return row && toUpload(row);
}

/** The upload of the same file for the same account, or null. */
export async function findSameFile(
  db: Db,
  { provider, account, sha256 }: Pick<StoredUpload, "provider" | "account" | "sha256">,
): Promise<StoredUpload | null> {
  const row = await db.invoiceUpload.findUnique({
    where: { provider_account_sha256: { provider, account, sha256 } },
  });
  return row && toUpload(row);
}

/** @returns false when it was not there any more. */
export async function deleteUploadRow(db: Db, id: string): Promise<boolean> {
  const { count } = await db.invoiceUpload.deleteMany({ where: { id } });
  return count === 1;
}

/** The lines of some uploads within days, both included, in the order of the file. */
export async function listUploadLines(
  db: Db,
  uploadIds: readonly string[],
  days: { from: string; to: string },
): Promise<(StoredLine & { uploadId: string })[]> {
  const rows = await db.invoiceLine.findMany({
    where: { uploadId: { in: [...uploadIds] }, day: { gte: asDate(days.from), lte: asDate(days.to) } },
    orderBy: [{ uploadId: "asc" }, { position: "asc" }],
  });
  return rows.map(({ position: _, day, tokenClass, ...line }) => ({
    ...line,
    day: asDay(day),
    tokenClass: tokenClass as TokenClass | null,
  }));
}

function toUpload(row: Prisma.InvoiceUploadGetPayload<object>): StoredUpload {
  const { createdAt, firstDay, lastDay, provider, format, mapping, ...columns } = row;
  return {
    ...columns,
    provider: provider as Provider,
    format: format as ExportFormatId,
    mapping: mapping as ColumnMapping | null,
    firstDay: asDay(firstDay),
    lastDay: asDay(lastDay),
    createdAtMs: createdAt.getTime(),
  };
}
