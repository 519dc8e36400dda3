import { readTrainingRun } from "#lib/queries/training.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(readTrainingRun);
