import { importUpload } from "#lib/services/history/import-upload.ts";
import { uploadRoute } from "#lib/transport/upload-route.ts";

const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

export const POST = uploadRoute(importUpload, { scope: "history:write", maxBytes: MAX_UPLOAD_BYTES });
