import { readServing } from "#lib/queries/model-serving.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(readServing);
