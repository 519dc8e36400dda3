import type { ServiceContext } from "#lib/auth/context.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import { MAX_COST_ROWS } from "#lib/contracts/cost-explorer.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { readCosts } from "#lib/queries/cost-explorer.ts";
import { toErrorBody } from "#lib/transport/error-map.ts";
import { costCsv } from "../../../../(dashboard)/budgets/costs/cost-csv.ts";
import { costRequest, loadCostSearch, splitOf } from "../../../../(dashboard)/budgets/costs/search-params.ts";

/** The view of an address as CSV: as many rows as the explorer gives at most, and one for all that is more. */
export async function GET(request: Request): Promise<Response> {
  const nowMs = systemClock.nowMs();
  const requestId = newId("req", nowMs);
  const actor = await actorOfHeaders(request.headers);
  if (!actor) return new Response("Your session has ended. Sign in again.\n", { status: 401 });
  const ctx: ServiceContext = { actor, requestId, clock: systemClock };
  // As text: a built route handler's request is no instance of the Request that the loader knows.
  const search = loadCostSearch(new URL(request.url).search);
  const asked = costRequest(search, nowMs);
  if (!asked) return new Response("This range ends before it begins.\n", { status: 400 });
  try {
    const view = await readCosts({ ctx, input: { ...asked, by: splitOf(search), limit: MAX_COST_ROWS } });
    return new Response(costCsv(view), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="costs-${view.by.join("-")}.csv"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    const { status, body } = toErrorBody(error, requestId);
    return new Response(`${body.message}\n`, { status });
  }
}
