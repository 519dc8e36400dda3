import { listTrials } from "#lib/queries/trials.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(listTrials, (_search, { name, kind }) => ({ name, kind, limit: 10 }));
