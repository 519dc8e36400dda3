import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { exportUploadSchema } from "#lib/contracts/reconciliation.ts";
import type { ExportPreview } from "#lib/contracts/reconciliation-view.ts";
import { parseInput } from "#lib/core/parse.ts";
import type { ExportLine } from "#lib/engines/cost/reconcile/export-line.ts";
import { db } from "#lib/store/client.ts";
import { findSameFile } from "#lib/store/invoice-upload.ts";
import { type ReadExport, readExport } from "./read-export.ts";

export const uploadFormSchema = exportUploadSchema.extend({
  file: z.instanceof(File, { error: "Choose the export" }),
});

const SHOWN_MODELS = 30;

/**
 * Reads an uploaded export and says what is in it; nothing is kept. Where nobody knows its columns, they and the first
 * rows come back. Scope budget:write, as who saves it must have.
 * @throws SignalboxError invalid_input naming line and column, too_large
 */
export async function previewUpload({ ctx, input }: ServiceCall): Promise<ExportPreview> {
  requireScope(ctx, "budget:write");
  const { file, provider, account, mapping } = parseInput(uploadFormSchema, input);
  const read = await readExport({ ctx, provider, mapping, fileName: file.name, bytes: file.stream() });
  if (!read.known) {
    const { header, sample, missing } = read;
    return {
      known: false,
      header: [...header],
      sample: sample.map((row) => [...row]),
      missing: [...missing],
      found: null,
    };
  }
  const same = await findSameFile(db(), { provider, account, sha256: read.sha256 });
  return {
    known: true,
    header: [...read.header],
    sample: [],
    missing: [],
    found: {
      ...described(read),
      sameAs: same && { createdAt: new Date(same.createdAtMs).toISOString(), authorName: same.authorName },
    },
  };
}

type Known = Extract<ReadExport, { known: true }>;

function described({ gathered, format }: Known): Omit<NonNullable<ExportPreview["found"]>, "sameAs"> {
  const { lines, rows, firstDay, lastDay, tells, skipped } = gathered;
  const models = [...Map.groupBy(lines, ({ billedAs }) => billedAs)].map(([billedAs, of]) => ({
    billedAs,
    ...sumsOf(of),
  }));
  const { tokens, costNanoUsd } = sumsOf(lines);
  return {
    format: format.name,
    fileRows: rows,
    firstDay,
    lastDay,
    tellsTokens: tells.tokens,
    tellsCosts: tells.costs,
    tokens,
    billedNanoUsd: costNanoUsd,
    models: models
      .toSorted((a, b) => Number(b.costNanoUsd ?? b.tokens ?? 0) - Number(a.costNanoUsd ?? a.tokens ?? 0))
      .slice(0, SHOWN_MODELS),
    findings: [
      ...[...skipped].map(([reason, count]) => `${count.toLocaleString("en-US")} rows are ${reason} and left out.`),
      ...(tells.costs ? [] : ["It tells tokens and no amounts: upload the costs export too to compare what was paid."]),
      ...(tells.tokens ? [] : ["It tells amounts and no tokens: upload the usage export too to compare tokens."]),
    ],
  };
}

/** Null where the export tells none at all. */
export function sumsOf(lines: readonly ExportLine[]): { tokens: number | null; costNanoUsd: string | null } {
  const tokens = lines.flatMap((line) => line.tokens ?? []);
  const costs = lines.flatMap((line) => line.costNanoUsd ?? []);
  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
  return {
    tokens: tokens.length > 0 ? Number(sum(tokens)) : null,
    costNanoUsd: costs.length > 0 ? sum(costs).toString() : null,
  };
}
