import { exportConfigurationsFile } from "#lib/queries/configuration-document.ts";
import { downloadRoute } from "#lib/transport/download-route.ts";

export const GET = downloadRoute(exportConfigurationsFile);
