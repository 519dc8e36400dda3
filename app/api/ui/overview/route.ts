import { readOverview } from "#lib/queries/overview.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(readOverview);
