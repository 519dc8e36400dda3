import { readHealth } from "#lib/queries/health.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(readHealth);
