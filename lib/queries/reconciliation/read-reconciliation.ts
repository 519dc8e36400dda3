import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import {
  type ColumnMapping,
  type ReconciliationInput,
  reconciliationInputSchema,
} from "#lib/contracts/reconciliation.ts";
import type { ComparisonView, ReconciliationView, UploadView } from "#lib/contracts/reconciliation-view.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import {
  countingPart,
  countingUploads,
  coveredDays,
  daysBetween,
} from "#lib/engines/cost/reconcile/counting-uploads.ts";
import { formatName } from "#lib/engines/cost/reconcile/find-format.ts";
import { db } from "#lib/store/client.ts";
import { listUploadLines, listUploads, type StoredUpload } from "#lib/store/invoice-upload.ts";
import { compareBill } from "./compare-bill.ts";

/** Every row of the range is read once: a longer one would keep the database busy for a page. */
const MAX_DAYS = 92;
const DAY_MS = 86_400_000;

/**
 * The uploads, and what counts of those of one provider beside what Signalbox knows. Without a provider the one that was
 * uploaded last; without days those of its newest upload. At most 92 days. Scope budget:read.
 * @throws SignalboxError invalid_input
 */
export async function readReconciliation({ ctx, input }: ServiceCall): Promise<ReconciliationView> {
  requireScope(ctx, "budget:read");
  const asked = parseInput(reconciliationInputSchema, input);
  const uploads = await listUploads(db());
  const provider = asked.provider ?? uploads[0]?.provider;
  const ofProvider = uploads.filter((upload) => upload.provider === provider);
  return {
    uploads: uploads.map((upload) => toView(upload, uploads)),
    comparison:
      provider && ofProvider.length > 0 ? await compare(provider, ofProvider, asked, ctx.clock.nowMs()) : null,
    mappings: latestMappings(uploads),
  };
}

async function compare(
  provider: Provider,
  uploads: readonly StoredUpload[],
  asked: ReconciliationInput,
  nowMs: number,
): Promise<ComparisonView> {
  const { from, to } = rangeOf(uploads, asked);
  const counting = countingUploads(uploads, daysBetween(from, to));
  const ids = new Set([...counting.values()].flatMap(({ tokens, costs }) => [...tokens, ...costs]));
  const stored = await listUploadLines(db(), [...ids], { from, to });
  const lines = stored.flatMap((line) => countingPart(line, counting) ?? []);
  return compareBill({ provider, from, to, lines, covers: coveredDays(counting), model: asked.model || null, nowMs });
}

function rangeOf(uploads: readonly StoredUpload[], asked: ReconciliationInput): { from: string; to: string } {
  const [newest] = uploads;
  const to = asked.to ?? (asked.from === undefined ? newest?.lastDay : lastOf(uploads)) ?? "";
  const from = asked.from ?? earliest(newest?.firstDay ?? to, to);
  if (from > to) {
    throw new SignalboxError("invalid_input", `The range begins on ${from}, after its end on ${to}.`, {
      details: [{ path: "from", message: "Begins after its end" }],
    });
  }
  return { from: earliest(from, to), to };
}

const lastOf = (uploads: readonly StoredUpload[]) =>
  uploads
    .map(({ lastDay }) => lastDay)
    .toSorted()
    .at(-1);

/** Not before the 92nd day that ends with `to`, and not after `to`. */
function earliest(from: string, to: string): string {
  const floor = new Date(Date.parse(`${to}T00:00:00Z`) - (MAX_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const least = from < floor ? floor : from;
  return least > to ? to : least;
}

function toView(upload: StoredUpload, all: readonly StoredUpload[]): UploadView {
  const { mapping: _, createdAtMs, billedNanoUsd, format, ...columns } = upload;
  const days = daysBetween(upload.firstDay, upload.lastDay);
  const rivals = all.filter(({ provider, account }) => provider === upload.provider && account === upload.account);
  const counting = [...countingUploads(rivals, days).values()];
  return {
    ...columns,
    format: formatName(format),
    billedNanoUsd: billedNanoUsd?.toString() ?? null,
    createdAt: new Date(createdAtMs).toISOString(),
    days: days.length,
    countingDays: counting.filter(({ tokens, costs }) => tokens.has(upload.id) || costs.has(upload.id)).length,
  };
}

function latestMappings(uploads: readonly StoredUpload[]): Partial<Record<Provider, ColumnMapping>> {
  const mappings: Partial<Record<Provider, ColumnMapping>> = {};
  for (const provider of PROVIDERS) {
    const mapping = uploads.find((upload) => upload.provider === provider && upload.mapping !== null)?.mapping;
    if (mapping) mappings[provider] = mapping;
  }
  return mappings;
}
