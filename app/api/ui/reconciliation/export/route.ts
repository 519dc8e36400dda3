import type { ServiceContext } from "#lib/auth/context.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import { GAP_CAUSES, type ReconciledCell } from "#lib/contracts/reconciliation-view.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { nanoToUsdText } from "#lib/core/money.ts";
import { readReconciliation } from "#lib/queries/reconciliation/read-reconciliation.ts";
import { type CsvCell, csvLine } from "#lib/transport/csv.ts";
import { toErrorBody } from "#lib/transport/error-map.ts";
import {
  loadReconciliationSearch,
  reconciliationInput,
} from "../../../../(dashboard)/budgets/reconciliation/search-params.ts";

const COLUMNS = [
  "provider",
  "day_utc",
  "model",
  "token_class",
  "billed_tokens",
  "seen_tokens",
  "reported_tokens",
  "billed_usd",
  "billed_at_our_price",
  "seen_usd",
  "reported_usd",
  "gap_usd",
  ...GAP_CAUSES.map((cause) => `gap_${cause}_usd`),
  "agrees",
];

/** The comparison with the current filters as CSV: a line a day, model and class of tokens. */
export async function GET(request: Request): Promise<Response> {
  const requestId = newId("req", systemClock.nowMs());
  const actor = await actorOfHeaders(request.headers);
  if (!actor) return new Response("Your session has ended. Sign in again.\n", { status: 401 });
  const ctx: ServiceContext = { actor, requestId, clock: systemClock };
  try {
    const input = reconciliationInput(loadReconciliationSearch(request.url));
    const { comparison } = await readReconciliation({ ctx, input });
    const provider = comparison?.provider ?? "";
    const lines = (comparison?.cells ?? []).map((cell) => csvLine([provider, ...cellsOf(cell)]));
    const name = comparison ? `${provider}-${comparison.from}-to-${comparison.to}` : "nothing";
    return new Response([csvLine(COLUMNS), ...lines].join(""), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="reconciliation-${name}.csv"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    const { status, body } = toErrorBody(error, requestId);
    return new Response(`${body.message}\n`, { status });
  }
}

function cellsOf(cell: ReconciledCell): CsvCell[] {
  const causes = new Map(cell.causes.map(({ cause, nanoUsd }) => [cause, nanoUsd]));
  return [
    cell.day,
    cell.model,
    cell.tokenClass,
    cell.billedTokens,
    cell.seenTokens,
    cell.reportedTokens,
    usdText(cell.billedNanoUsd),
    cell.atOurPrice,
    usdText(cell.seenNanoUsd),
    usdText(cell.reportedNanoUsd),
    usdText(cell.gapNanoUsd),
    ...GAP_CAUSES.map((cause) => (cell.gapNanoUsd === null ? null : usdText(causes.get(cause) ?? "0"))),
    cell.agrees,
  ];
}

/** Exact, and a number though it is below zero. */
const usdText = (nano: string | null): CsvCell => (nano === null ? null : { number: nanoToUsdText(BigInt(nano)) });
