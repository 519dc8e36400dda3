import { readHealthSummary } from "#lib/queries/wrong-things.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(readHealthSummary);
