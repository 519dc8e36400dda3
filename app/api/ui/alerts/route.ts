import { readAlerts } from "#lib/queries/alerts.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(readAlerts);
