import { exportVersion } from "#lib/services/models/export-version.ts";
import { downloadRoute } from "#lib/transport/download-route.ts";

export const GET = downloadRoute(exportVersion);
