import type { ServiceContext } from "#lib/auth/context.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import type { DecisionRow } from "#lib/contracts/decision.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { nanoToUsdText } from "#lib/core/money.ts";
import { listDecisions } from "#lib/queries/decisions.ts";
import { type CsvCell, csvLine } from "#lib/transport/csv.ts";
import { toErrorBody } from "#lib/transport/error-map.ts";
import { decisionInput } from "../../../../(dashboard)/decisions/search-params.ts";

const ROWS_PER_QUERY = 1000;
const MAX_ROWS = 100_000;
const COLUMNS = [
  "decision_id",
  "at",
  "fleet",
  "task_type",
  "verdict",
  "state",
  "agent",
  "configuration",
  "predicted_success",
  "estimate_usd",
  "success",
  "cost_usd",
  "duration_ms",
  "reason",
];

/** The list with the current filters as CSV, newest first, written while it is read. */
export async function GET(request: Request): Promise<Response> {
  const requestId = newId("req", systemClock.nowMs());
  const actor = await actorOfHeaders(request.headers);
  if (!actor) return new Response("Your session has ended. Sign in again.\n", { status: 401 });
  const ctx: ServiceContext = { actor, requestId, clock: systemClock };
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { cursor: _, ...filters } = decisionInput(search, systemClock.nowMs());
  const read = (cursor: string | null) => listDecisions({ ctx, input: { ...filters, cursor, limit: ROWS_PER_QUERY } });
  try {
    const first = await read(null);
    return new Response(csvStream(first, read), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="decisions.csv"',
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    const { status, body } = toErrorBody(error, requestId);
    return new Response(`${body.message}\n`, { status });
  }
}

type Read = (cursor: string | null) => ReturnType<typeof listDecisions>;

function csvStream(first: Awaited<ReturnType<Read>>, read: Read): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: Awaited<ReturnType<Read>> | null = first;
  let written = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(COLUMNS))),
    async pull(controller) {
      if (!next) return controller.close();
      controller.enqueue(encoder.encode(next.rows.map((row) => csvLine(cellsOf(row))).join("")));
      written += next.rows.length;
      next = next.nextCursor !== null && written < MAX_ROWS ? await read(next.nextCursor) : null;
      if (!next) controller.close();
    },
  });
}

function cellsOf(row: DecisionRow): CsvCell[] {
  const { outcome } = row;
  return [
    row.id,
    row.at,
    row.fleetName,
    row.taskType,
    row.verdict,
    row.state,
    row.agentName,
    row.configuration,
    row.predictedSuccess,
    usdText(row.estimateNanoUsd),
    outcome?.success ?? null,
    usdText(outcome?.costNanoUsd ?? null),
    outcome?.durationMs ?? null,
    row.reason,
  ];
}

const usdText = (nano: string | null): string | null => (nano === null ? null : nanoToUsdText(BigInt(nano)));
