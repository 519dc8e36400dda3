import { systemClock } from "#lib/core/clock.ts";
import { listTrainingRuns } from "#lib/queries/training.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";
import { trainingInput } from "../../../(dashboard)/training/search-params.ts";

export const GET = uiRoute(listTrainingRuns, (search) => trainingInput(search, systemClock.nowMs()));
