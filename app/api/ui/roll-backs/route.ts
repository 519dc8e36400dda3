import { listRollBacks } from "#lib/queries/models.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(listRollBacks);
