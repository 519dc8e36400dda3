import { checkGates } from "#lib/services/models/check-gates.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(checkGates);
