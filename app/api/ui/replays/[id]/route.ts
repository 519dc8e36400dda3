import { readReplay } from "#lib/queries/replays.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(readReplay);
