import { compareVersions } from "#lib/services/models/compare-versions.ts";
import { uiRoute } from "#lib/transport/ui-route.ts";

export const GET = uiRoute(compareVersions);
