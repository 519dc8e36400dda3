import { systemClock } from "#lib/core/clock.ts";
import { listDecisions } from "#lib/queries/decisions.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";
import { decisionInput } from "../../../(dashboard)/decisions/search-params.ts";

export const GET = uiRoute(listDecisions, (search) => decisionInput(search, systemClock.nowMs()));
