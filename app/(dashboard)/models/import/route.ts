import { MAX_VERSION_FILE_BYTES } from "#lib/contracts/version-file.ts";
import { importVersion } from "#lib/services/models/import-version.ts";
import { uploadRoute } from "#lib/transport/upload-route.ts";

/** What a form adds around its file. */
const FORM_BYTES = 16 * 1024;

export const POST = uploadRoute(importVersion, { scope: "model:write", maxBytes: MAX_VERSION_FILE_BYTES + FORM_BYTES });
